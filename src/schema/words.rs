//! Fields whose values are one of some words: each an enumeration that knows its words.

/// An enumeration whose values are words in front matter.
macro_rules! words {
    ($(#[$attribute:meta])* $name:ident { $($(#[$variant_attribute:meta])* $variant:ident = $word:literal,)+ }) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $(#[$attribute])*
        pub enum $name { $($(#[$variant_attribute])* $variant,)+ }

        impl $name {
            /// Every word, in order.
            pub const WORDS: &[&str] = &[$($word),+];

            /// The value called `word`.
            pub fn parse(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }

            /// The word as it is written.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }
    };
}

words! {
    /// How far a source can be trusted.
    Grade {
        /// A guideline, a review, an official health service.
        A = "A",
        /// A charity, or a copy of an official text.
        B = "B",
        /// A clinic or a training page.
        C = "C",
        /// The salon's own.
        Own = "own",
    }
}
words! {
    /// Which articles a section lists.
    ListMode {
        /// The articles directly in it.
        Pages = "pages",
        /// Those in the folders below as well.
        All = "all",
        /// None.
        None = "none",
    }
}
words! {
    /// Whether mentions of an entity become links.
    #[derive(Default)]
    Autolink {
        /// Where it reads well.
        #[default]
        Yes = "true",
        /// Never.
        No = "false",
        /// Even where a mention would be passed over.
        Force = "force",
    }
}
words! {
    /// Whether capitals count when mentions are looked for.
    #[derive(Default)]
    Case {
        /// They do not.
        #[default]
        Fold = "fold",
        /// They do.
        Exact = "exact",
    }
}
words! {
    /// What may be claimed about a condition (CAP code 12).
    Cap {
        /// Only under a suitably qualified health professional.
        Supervision = "supervision",
        /// Only with evidence.
        Evidence = "evidence",
        /// Freely: everyday wellbeing.
        Everyday = "everyday",
    }
}
words! {
    /// The group that a cause is listed in.
    CauseGroup {
        /// Injuries.
        Injury = "injury",
        /// How we live and work.
        Lifestyle = "lifestyle",
        /// Other conditions.
        Condition = "condition",
        /// Anything else.
        Other = "other",
    }
}
words! {
    /// How sure it is that a massage type helps.
    Certainty {
        /// Accepted by the advertising rules: relaxation, everyday stress, sleep.
        Accepted = "accepted",
        /// High.
        High = "high",
        /// Moderate.
        Moderate = "moderate",
        /// Low.
        Low = "low",
        /// Very low.
        VeryLow = "very-low",
        /// Studied, and still not clear.
        Unclear = "unclear",
        /// No evidence.
        None = "none",
    }
}
words! {
    /// What a body area is for anatomists.
    Anatomy {
        /// What can be seen from the outside: the upper back.
        Surface = "surface",
        /// A bone, a muscle, a joint, a nerve: the spine.
        Structure = "structure",
        /// A system of the body: the skeleton.
        System = "system",
    }
}
words! {
    /// What kind of business the salon is.
    #[derive(Default)]
    SalonType {
        /// A day spa or massage salon.
        #[default]
        DaySpa = "day-spa",
        /// A beauty salon.
        BeautySalon = "beauty-salon",
        /// Another business for health and beauty.
        HealthAndBeauty = "health-and-beauty",
    }
}
words! {
    /// What search engines are told that a massage is.
    #[derive(Default)]
    TherapyType {
        /// A service of the salon.
        #[default]
        Service = "service",
        /// A medical therapy, where there is evidence on file.
        Medical = "medical",
    }
}
words! {
    /// What a caution asks for, the strictest first.
    Level {
        /// No massage now.
        Stop = "stop",
        /// Ask a GP or specialist first.
        Ask = "ask",
        /// Avoid the area.
        Local = "local",
        /// Gentler or cooler.
        Adapt = "adapt",
    }
}
words! {
    /// A page that anma makes of what the site knows. The word is the name of its template.
    Overview {
        /// Which massage for what: symptoms, conditions and cautions against massage types.
        Matrix = "matrix",
        /// All names, by first letter.
        AToZ = "a-to-z",
        /// Where it hurts: symptoms and conditions by part of the body.
        BodyAreas = "body-areas",
        /// What to check before booking, the strictest first.
        Checks = "checks",
        /// A picture of how it all fits together.
        Graph = "graph",
        /// Search. The setting `search` says whether there is one.
        Search = "search",
    }
}

impl Overview {
    /// Those that the setting `overviews` chooses from, in the order in which they are listed.
    pub const ALL: [Self; 5] =
        [Self::Matrix, Self::BodyAreas, Self::Checks, Self::AToZ, Self::Graph];

    /// The words of [`Overview::ALL`].
    pub const CHOICES: &[&str] = Self::WORDS.split_at(Self::ALL.len()).0;

    /// Where the page stands, unless the site writes one of its own.
    pub fn address(self) -> &'static str {
        match self {
            Self::Matrix => "which-massage",
            Self::AToZ => "a-to-z",
            Self::BodyAreas => "where-does-it-hurt",
            Self::Checks => "check-before-you-book",
            Self::Graph => "graph",
            Self::Search => "search",
        }
    }
}
