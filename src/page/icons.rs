//! The icons of a site, all made from one drawing: the asset `favicon.svg`.

use tera::Value;

use super::value::map;
use crate::base::{Fingerprint, Route};
use crate::config::Config;
use crate::picture::{ICON_FOLDER, ICONS, Icon, Pictures, VERSION};
use crate::source::Source;
use crate::theme::Theme;

/// The drawing that icons are made from.
const DRAWING: &str = "favicon.svg";

/// Every icon that is drawn, and where it is written. Without a drawing that can be read there is none.
pub fn icon_routes<'a>(
    theme: &'a Theme,
    pictures: &dyn Pictures,
) -> Vec<(Route, &'a Source, Icon)> {
    let Some(asset) = theme.assets.get(DRAWING) else { return Vec::new() };
    let Ok(drawing) = pictures.look(&asset.source) else { return Vec::new() };
    let print = Fingerprint::of(format!("{VERSION} {}", drawing.content).as_bytes()).to_string();
    let one = |icon: Icon| {
        let route =
            Route::new(&format!("{ICON_FOLDER}/{}-{}.png", icon.name, &print[..12])).ok()?;
        Some((route, &asset.source, icon))
    };
    ICONS.into_iter().filter_map(one).collect()
}

/// What templates see of the icons. Those without `rel` are for the manifest alone.
pub(super) fn icons(config: &Config, theme: &Theme, pictures: &dyn Pictures) -> Value {
    let prefix = config.base_url.prefix.trim_end_matches('/');
    let entry = |rel: &str, route: &Route, media_type: &str, sizes: &str, purpose: &str| {
        map([
            ("href", Value::from(format!("{prefix}{}", route.url()))),
            ("purpose", Value::from(purpose)),
            ("rel", Value::from(rel)),
            ("sizes", Value::from(sizes)),
            ("type", Value::from(media_type)),
        ])
    };
    let drawing = theme.assets.get(DRAWING);
    let drawing = drawing.map(|asset| entry("icon", &asset.route, "image/svg+xml", "any", "any"));
    let drawn = icon_routes(theme, pictures).into_iter().map(|(route, _, icon)| {
        let rel = if icon.is_full && !icon.is_cut { "apple-touch-icon" } else { "" };
        let purpose = if icon.is_cut { "maskable" } else { "any" };
        entry(rel, &route, "image/png", &format!("{0}x{0}", icon.side), purpose)
    });
    Value::from(drawing.into_iter().chain(drawn).collect::<Vec<_>>())
}
