//! What anma says in the words of schema.org: types, and properties with the type that has them and the type of their value.
//!
//! A type here is a Rust type, so a property on a node that does not have it, or with a value that does not belong there, does
//! not compile. That schema.org sees it the same way is held against its vocabulary, release 30.0, by
//! `tests/structured_data`.

use std::marker::PhantomData;

/// A type of schema.org that a node can have.
pub(crate) trait Schema {
    /// Its name.
    const NAME: &'static str;
}

/// Whether a type is another one, or a kind of it.
pub(crate) trait Is<Wider> {}

/// A property of the type `Of`, whose value is a `Value`.
pub(crate) struct Property<Of, Value> {
    /// Its name.
    pub(super) name: &'static str,
    of: PhantomData<fn() -> (Of, Value)>,
}

impl<Of, Value> Property<Of, Value> {
    const fn new(name: &'static str) -> Self {
        Self { name, of: PhantomData }
    }
}

/// A text.
pub(crate) enum Text {}
/// The address of something.
pub(crate) enum Url {}
/// A day.
pub(crate) enum Day {}
/// A time of day.
pub(crate) enum Time {}
/// A whole number.
pub(crate) enum Integer {}
/// One of a few values that schema.org names, here the days of the week.
pub(crate) enum DayOfWeek {}

/// Types, each with all that it is a kind of.
macro_rules! types {
    ($($name:ident : $($wider:ident)*;)+) => {
        $(
            #[doc = concat!("https://schema.org/", stringify!($name))]
            pub(crate) enum $name {}
            impl Schema for $name { const NAME: &'static str = stringify!($name); }
            impl Is<$name> for $name {}
            $(impl Is<$wider> for $name {})*
        )+

        #[cfg(test)]
        /// Every type, with all that it is a kind of.
        pub(crate) const TYPES: &[(&str, &[&str])] =
            &[$((stringify!($name), &[$(stringify!($wider)),*])),+];
    };
}

/// Properties: of what, with what as their value.
macro_rules! properties {
    ($($constant:ident = $name:literal : $of:ident => $value:ident;)+) => {
        $(
            #[doc = concat!("https://schema.org/", $name)]
            pub(crate) const $constant: Property<$of, $value> = Property::new($name);
        )+

        #[cfg(test)]
        /// Every property: its name, what has it, and what its value is.
        pub(crate) const PROPERTIES: &[(&str, &str, &str)] =
            &[$(($name, stringify!($of), stringify!($value))),+];
    };
}

types! {
    Thing: ;
    Action: Thing;
    ReserveAction: Action Thing;
    CreativeWork: Thing;
    Answer: CreativeWork Thing;
    Article: CreativeWork Thing;
    DefinedTermSet: CreativeWork Thing;
    EducationalOccupationalCredential: CreativeWork Thing;
    Question: CreativeWork Thing;
    ScholarlyArticle: Article CreativeWork Thing;
    WebSite: CreativeWork Thing;
    WebPage: CreativeWork Thing;
    AboutPage: WebPage CreativeWork Thing;
    CollectionPage: WebPage CreativeWork Thing;
    ContactPage: WebPage CreativeWork Thing;
    FAQPage: WebPage CreativeWork Thing;
    MedicalWebPage: WebPage CreativeWork Thing;
    ProfilePage: WebPage CreativeWork Thing;
    DefinedTerm: Thing;
    EntryPoint: Thing;
    ItemList: Thing;
    BreadcrumbList: ItemList Thing;
    ListItem: Thing;
    Offer: Thing;
    OpeningHoursSpecification: Thing;
    PostalAddress: Thing;
    PropertyValue: Thing;
    Service: Thing;
    MedicalEntity: Thing;
    AnatomicalStructure: Anatomy MedicalEntity Thing;
    AnatomicalSystem: Anatomy MedicalEntity Thing;
    SuperficialAnatomy: Anatomy MedicalEntity Thing;
    MedicalCause: MedicalEntity Thing;
    MedicalCondition: MedicalEntity Thing;
    MedicalSymptom: MedicalCondition MedicalEntity Thing;
    MedicalContraindication: MedicalEntity Thing;
    MedicalRiskFactor: MedicalEntity Thing;
    MedicalTherapy: MedicalEntity Thing;
    Organization: Thing;
    HealthAndBeautyBusiness: LocalBusiness Organization Place Thing;
    BeautySalon: HealthAndBeautyBusiness LocalBusiness Organization Place Thing;
    DaySpa: HealthAndBeautyBusiness LocalBusiness Organization Place Thing;
    LocalBusiness: Organization Place Thing;
    Place: Thing;
    Person: Thing;
}

/// A part of the body, whichever of the three types it is: schema.org has no word for all of them.
pub(crate) enum Anatomy {}
impl Is<Anatomy> for Anatomy {}
impl Is<MedicalEntity> for Anatomy {}
impl Is<Thing> for Anatomy {}

properties! {
    ABOUT = "about": CreativeWork => Thing;
    ACCEPTED_ANSWER = "acceptedAnswer": Question => Answer;
    ADDRESS = "address": Place => PostalAddress;
    ADDRESS_AS_TEXT = "address": Place => Text;
    ADDRESS_LOCALITY = "addressLocality": PostalAddress => Text;
    ALTERNATE_NAME = "alternateName": Thing => Text;
    ARTICLE_SECTION = "articleSection": Article => Text;
    ASSOCIATED_ANATOMY = "associatedAnatomy": MedicalCondition => Anatomy;
    AUTHOR = "author": CreativeWork => Person;
    BREADCRUMB = "breadcrumb": WebPage => BreadcrumbList;
    CAUSE = "cause": MedicalCondition => MedicalCause;
    CAUSE_OF = "causeOf": MedicalCause => MedicalEntity;
    CITATION = "citation": CreativeWork => CreativeWork;
    CLOSES = "closes": OpeningHoursSpecification => Time;
    CONTRAINDICATION = "contraindication": MedicalTherapy => MedicalContraindication;
    CREDENTIAL = "hasCredential": Person => EducationalOccupationalCredential;
    DATE_MODIFIED = "dateModified": CreativeWork => Day;
    DATE_PUBLISHED = "datePublished": CreativeWork => Day;
    DAY_OF_WEEK = "dayOfWeek": OpeningHoursSpecification => DayOfWeek;
    DESCRIPTION = "description": Thing => Text;
    DEFINED_TERM = "hasDefinedTerm": DefinedTermSet => DefinedTerm;
    EMAIL = "email": Organization => Text;
    HEADLINE = "headline": CreativeWork => Text;
    IDENTIFIER = "identifier": Thing => PropertyValue;
    IMAGE = "image": Thing => Url;
    INCREASES_RISK_OF = "increasesRiskOf": MedicalRiskFactor => MedicalEntity;
    IN_DEFINED_TERM_SET = "inDefinedTermSet": DefinedTerm => Url;
    IN_LANGUAGE = "inLanguage": CreativeWork => Text;
    IS_PART_OF = "isPartOf": CreativeWork => CreativeWork;
    ITEM = "item": ListItem => Url;
    ITEM_LIST_ELEMENT = "itemListElement": ItemList => ListItem;
    JOB_TITLE = "jobTitle": Person => Text;
    LAST_REVIEWED = "lastReviewed": WebPage => Day;
    MAIN_ENTITY = "mainEntity": CreativeWork => Thing;
    MAIN_ENTITY_OF_PAGE = "mainEntityOfPage": Thing => CreativeWork;
    LOGO = "logo": Organization => Url;
    MAKES_OFFER = "makesOffer": Organization => Offer;
    MAP = "hasMap": Place => Url;
    MEMBER_OF = "memberOf": Person => Organization;
    MENTIONS = "mentions": CreativeWork => Thing;
    NAME = "name": Thing => Text;
    NUMBER_OF_ITEMS = "numberOfItems": ItemList => Integer;
    OFFERS = "offers": Service => Offer;
    OPENING_HOURS = "openingHoursSpecification": Place => OpeningHoursSpecification;
    OPENS = "opens": OpeningHoursSpecification => Time;
    PARENT_ORGANIZATION = "parentOrganization": Organization => Organization;
    PERSON_EMAIL = "email": Person => Text;
    POSITION = "position": ListItem => Integer;
    POSSIBLE_TREATMENT = "possibleTreatment": MedicalCondition => MedicalTherapy;
    POSTAL_CODE = "postalCode": PostalAddress => Text;
    POTENTIAL_ACTION = "potentialAction": Thing => Action;
    PRICE = "price": Offer => Text;
    PRICE_CURRENCY = "priceCurrency": Offer => Text;
    PROPERTY_ID = "propertyID": PropertyValue => Text;
    PROVIDER = "provider": Service => Organization;
    PUBLISHER = "publisher": CreativeWork => Organization;
    RELATED_CONDITION = "relatedCondition": Anatomy => MedicalCondition;
    REVIEWED_BY = "reviewedBy": WebPage => Person;
    RISK_FACTOR = "riskFactor": MedicalCondition => MedicalRiskFactor;
    SAME_AS = "sameAs": Thing => Url;
    SERVICE_TYPE = "serviceType": Service => Text;
    SIGN_OR_SYMPTOM = "signOrSymptom": MedicalCondition => MedicalSymptom;
    STREET_ADDRESS = "streetAddress": PostalAddress => Text;
    TARGET = "target": Action => EntryPoint;
    TELEPHONE = "telephone": Organization => Text;
    TEXT = "text": CreativeWork => Text;
    URL = "url": Thing => Url;
    URL_TEMPLATE = "urlTemplate": EntryPoint => Text;
    VALUE = "value": PropertyValue => Text;
    WORKS_FOR = "worksFor": Person => Organization;
}
