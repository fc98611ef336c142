//! Which file systems tell of changes, and which do not.

use camino::Utf8Path;

/// A file system that does not tell of changes made elsewhere: by its number, in words. `None` for all others.
///
/// The numbers are those of `statfs(2)`. A container's overlay tells of changes made through it, which are those
/// that count; what a container shows of the host comes by one of these.
pub(super) const fn silent(number: u32) -> Option<&'static str> {
    Some(match number {
        0x0102_1997 => "9p, as between Windows and WSL",
        0x5346_4846 | 0x5346_4c41 => "drives of Windows in WSL",
        0x6969 => "NFS",
        0x517b | 0xff53_4d42 | 0xfe53_4d42 => "SMB, shared by Windows",
        0x564c => "NCP",
        0x6573_5546 => "FUSE, as in containers and over SSH",
        0x786f_4256 => "shared by VirtualBox",
        0xbacb_acbc => "shared by VMware",
        0x7c7c_6673 => "shared by Parallels",
        0x5346_414f | 0x6b41_4653 => "AFS",
        0x7375_7245 => "Coda",
        0x00c3_6400 => "Ceph",
        0x0116_1970 => "GFS2",
        0x7461_636f => "OCFS2",
        0x0bd0_0bd0 => "Lustre",
        0x4750_4653 => "GPFS",
        _ => return None,
    })
}

fn number(value: impl TryInto<i64>) -> i64 {
    value.try_into().unwrap_or_default()
}

/// The silent file system that `path` lies in, if it lies in one.
pub(super) fn silent_at(path: &Utf8Path) -> Option<&'static str> {
    let found = rustix::fs::statfs(path.as_std_path()).ok()?;
    // Some are negative where words are short.
    silent(u32::try_from(number(found.f_type) & 0xffff_ffff).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_file_systems_tell_of_changes_and_shared_ones_do_not() {
        let ext4 = 0xef53;
        let (btrfs, xfs, tmpfs, overlay) = (0x9123_683e, 0x5846_5342, 0x0102_1994, 0x794c_7630);
        let zfs = 0x2fc1_2fc1;
        for local in [ext4, btrfs, xfs, tmpfs, overlay, zfs, 0] {
            assert_eq!(silent(local), None, "{local:x}");
        }
        let (p9, nfs, cifs, smb2, fuse) =
            (0x0102_1997, 0x6969, 0xff53_4d42, 0xfe53_4d42, 0x6573_5546);
        for shared in [p9, nfs, cifs, smb2, fuse, 0x786f_4256, 0x5346_4846] {
            assert!(silent(shared).is_some(), "{shared:x}");
        }
    }

    #[test]
    fn a_place_that_is_not_there_is_not_silent() {
        assert_eq!(silent_at(Utf8Path::new("/no/such/place")), None);
    }
}
