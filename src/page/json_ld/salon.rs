//! The site and the salon behind it.

use super::hours;
use super::node::{Graph as Nodes, Id, Node};
use super::vocabulary::{
    ADDRESS, ADDRESS_AS_TEXT, ADDRESS_LOCALITY, BeautySalon, CLOSES, DAY_OF_WEEK, DaySpa, EMAIL,
    EntryPoint, HealthAndBeautyBusiness, IN_LANGUAGE, LOGO, MAKES_OFFER, MAP, NAME, OPENING_HOURS,
    OPENS, Offer, OpeningHoursSpecification, PARENT_ORGANIZATION, POSTAL_CODE, POTENTIAL_ACTION,
    PRICE, PRICE_CURRENCY, PUBLISHER, Place, PostalAddress, ReserveAction, STREET_ADDRESS, TARGET,
    TELEPHONE, URL, URL_TEMPLATE, WebSite,
};
use crate::config::Price;
use crate::graph::EntryId;
use crate::page::view::Viewer;
use crate::schema::SalonType;

impl Viewer<'_> {
    /// The site, on its home page.
    pub(super) fn web_site(&self) -> Node<WebSite> {
        Node::named(&self.site_id())
            .text(&NAME, &self.config.title)
            .url(&URL, &self.home_address())
            .text(&IN_LANGUAGE, &self.config.language)
            .refer(&PUBLISHER, &self.salon_id())
    }

    /// The salon with its name.
    pub(super) fn named_salon(&self) -> Node<HealthAndBeautyBusiness> {
        let node = self.business(&self.salon_address(), "organization");
        let name = match &*self.config.salon.name {
            "" => &self.config.title,
            _ => &self.config.salon.name,
        };
        node.text(&NAME, name)
    }

    /// A business of the salon's kind.
    fn business(&self, page: &str, fragment: &str) -> Node<HealthAndBeautyBusiness> {
        match self.config.salon.kind {
            SalonType::DaySpa => Node::named(&Id::<DaySpa>::new(page, fragment)).wider(),
            SalonType::BeautySalon => Node::named(&Id::<BeautySalon>::new(page, fragment)).wider(),
            SalonType::HealthAndBeauty => Node::named(&Id::new(page, fragment)),
        }
    }

    /// All about the salon.
    pub(super) fn salon(&self) -> Node<HealthAndBeautyBusiness> {
        let salon = &self.config.salon;
        let node = self
            .named_salon()
            .url(&URL, &self.salon_address())
            .text(&TELEPHONE, &salon.phone)
            .text(&EMAIL, &salon.email)
            .url(&LOGO, &self.logo())
            .url(&MAP, &salon.map_url);
        let node = with_address(&salon.address, node);
        with_hours(&salon.opening, node).nodes(&POTENTIAL_ACTION, &self.reservation())
    }

    /// What massages cost.
    pub(super) fn offers<'p>(&self, prices: impl Iterator<Item = &'p Price>) -> Vec<Node<Offer>> {
        let offer = |price: &Price| {
            Node::new()
                .text(&NAME, &price.name)
                .text(&PRICE, &price.price)
                .text(&PRICE_CURRENCY, self.config.salon.currency())
        };
        prices.map(offer).collect()
    }

    /// Adds what the contact page alone shows: all prices, and the branches.
    pub(super) fn add_contact(&self, page: EntryId, nodes: &mut Nodes) {
        let offers = self.offers(self.config.salon.prices.iter());
        nodes.push(&self.salon().nodes(&MAKES_OFFER, &offers));
        for (at, branch) in self.config.salon.branches.iter().enumerate() {
            let node = self.business(&self.address_of(page), &format!("branch-{}", at + 1));
            let node = node
                .text(&NAME, &branch.name)
                .text(&TELEPHONE, &branch.phone)
                .text(&EMAIL, &branch.email)
                .url(&MAP, &branch.map_url)
                .refer(&PARENT_ORGANIZATION, &self.salon_id());
            nodes.push(&with_hours(&branch.hours, with_address(&branch.address, node)));
        }
    }

    /// Booking, if that can be done online.
    pub(super) fn reservation(&self) -> Option<Node<ReserveAction>> {
        let url = &*self.config.salon.booking_url;
        let place = Node::<EntryPoint>::new().text(&URL_TEMPLATE, url);
        (!url.is_empty()).then(|| Node::new().node(&TARGET, &place))
    }
}

/// An address: in parts if its last line is a British postcode, else as it is written.
fn with_address(
    lines: &[Box<str>],
    node: Node<HealthAndBeautyBusiness>,
) -> Node<HealthAndBeautyBusiness> {
    if let [street @ .., town, code] = lines
        && !street.is_empty()
        && is_postcode(code)
    {
        let address = Node::<PostalAddress>::new()
            .text(&STREET_ADDRESS, &street.join(", "))
            .text(&ADDRESS_LOCALITY, town)
            .text(&POSTAL_CODE, code);
        return node.node(&ADDRESS, &address);
    }
    node.text(&ADDRESS_AS_TEXT, &lines.join(", "))
}

/// Whether `line` is a British postcode, such as `N1 2AB`.
fn is_postcode(line: &str) -> bool {
    let Some((area, place)) = line.trim().split_once(' ') else { return false };
    let has = |text: &str, wanted: fn(&u8) -> bool| text.bytes().any(|byte| wanted(&byte));
    let is_of = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (2..=4).contains(&area.len())
        && area.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && has(area, u8::is_ascii_digit)
        && place.len() == 3
        && place.starts_with(|letter: char| letter.is_ascii_digit())
        && is_of(area)
        && is_of(place)
}

/// Opening hours, if all of them can be understood: some of them alone would say that the salon is closed otherwise.
fn with_hours<T: super::vocabulary::Is<Place>>(lines: &[Box<str>], node: Node<T>) -> Node<T> {
    let hours: Vec<Node<OpeningHoursSpecification>> = hours::parse(lines)
        .unwrap_or_default()
        .into_iter()
        .map(|open| {
            Node::new().days(&DAY_OF_WEEK, open.days).time(&OPENS, open.from).time(&CLOSES, open.to)
        })
        .collect();
    node.nodes(&OPENING_HOURS, &hours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn british_postcodes_are_known() {
        for code in ["N1 2AB", "ZZ99 9ZZ", "ec1a 1bb", " SW1A 2AA "] {
            assert!(is_postcode(code), "{code}");
        }
        for code in ["", "London", "12345", "N1", "N1 2A", "10 Downing", "NN1 ABC", "É1 2AB"] {
            assert!(!is_postcode(code), "{code}");
        }
    }
}
