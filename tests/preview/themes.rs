//! What designers change.

use super::preview::Preview;

const FOOT: &str = "themes/own/templates/partials/footer.html";

#[test]
fn templates_and_styles() {
    let preview = Preview::new();
    preview.visitor.visits("/articles/one/", &["The end."]);
    templates(&preview);
    styles(&preview);
    preview.agrees();
    mistakes(&preview);
    preview.agrees();
}

fn templates(preview: &Preview) {
    preview.story("a partial is edited");
    preview.edit(FOOT, "the foot", "the new foot");
    preview.says("/", "Ana Harmony, the new foot");
    preview.says("/articles/one/", "Ana Harmony, the new foot");

    preview.story("a template comes above the one of the theme below");
    preview.write(
        "themes/own/templates/article.html",
        "{% extends \"base.html\" %}{% block main %}<h1>{{ page.title }}</h1>{{ page.content | safe }}<p>own way</p>{% endblock main %}",
    );
    preview.says("/articles/one/", "<p>own way</p>");
    preview.page("/about/");

    preview.story("a template is edited");
    preview.edit("themes/own/templates/article.html", "own way", "own road");
    preview.says("/articles/one/", "<p>own road</p>");

    preview.story("a template goes, and the one of the theme below is used again");
    preview.remove("themes/own/templates/article.html");
    preview.hides("/articles/one/", "own road");

    preview.story("a shortcode is added and used");
    preview.write("themes/own/shortcodes/hello.html", "<b>Hello, {{ name }}</b>");
    preview.write(
        "themes/own/theme.yaml",
        "name: own\nextends: default\nstrings: {latest: Newest articles}\nshortcodes: {hello: {doc: Greets., args: {name: {type: text, required: true, doc: Whom.}}}}\n",
    );
    preview.edit("content/articles/one.md", "The end.", "{{< hello name=\"Ida\" >}} The end.");
    preview.says("/articles/one/", "<b>Hello, Ida</b>");

    preview.story("the shortcode is edited");
    preview.edit("themes/own/shortcodes/hello.html", "Hello", "Good day");
    preview.says("/articles/one/", "<b>Good day, Ida</b>");

    preview.story("a text of theme.yaml");
    preview.says("/", "Newest articles");
    preview.edit("themes/own/theme.yaml", "Newest articles", "Just written");
    preview.says("/", "Just written");
}

/// The address of a style sheet on a page.
fn style(page: &str, name: &str) -> String {
    let at = page.find(&format!("/assets/{name}.")).expect("a style sheet");
    page[at..].split('"').next().expect("an address").to_owned()
}

fn styles(preview: &Preview) {
    preview.story("a style sheet in assets/ gets a new name");
    let old = style(&preview.page("/"), "own");
    assert_eq!(preview.ask(&old).text(), "body { margin: 0 }\n");
    preview.write("assets/own.css", "body { margin: 1px }");
    let new = style(&preview.hides("/", &old), "own");
    assert_eq!(preview.turns(&new, 200).text(), "body { margin: 1px }");
    preview.goes(&old);

    preview.story("a style sheet of the theme below is replaced by a file of the same name");
    let old = style(&preview.page("/"), "style");
    preview.write("themes/own/assets/style.css", "h1 { color: plum }");
    let new = style(&preview.hides("/", &old), "style");
    assert_eq!(preview.turns(&new, 200).text(), "h1 { color: plum }");
    preview.goes(&old);
    preview.remove("themes/own/assets/style.css");
    preview.says("/", &old);
    preview.goes(&new);

    preview.story("a style sheet of the own theme, on no page");
    preview.write("themes/own/assets/screen.css", "p {}");
    let list = || preview.ask("/").status;
    assert_eq!(list(), 200);
}

fn mistakes(preview: &Preview) {
    preview.story("a mistake in a template, mended later");
    let from = preview.said();
    preview.write(FOOT, "<footer>\n{{ site.title }}\n{% if %}</footer>\n");
    preview.is_blocked(from, FOOT, 3);
    assert!(preview.page("/").contains("the new foot"), "the page stays as it was");
    let from = preview.said();
    preview
        .write(FOOT, "<footer>{{ site.title }}, mended {{ site.assets[\"own.css\"] }}</footer>\n");
    preview.says("/", "Ana Harmony, mended");
    preview.is_free(from);

    preview.story("a name that nobody knows, in a template: found when pages are made");
    let from = preview.said();
    preview.write(FOOT, "<footer>\n{{ page.nobody }}</footer>\n");
    preview.is_blocked(from, FOOT, 2);
    assert!(preview.page("/").contains("mended"), "the page stays as it was");
    preview.write(FOOT, "<footer>{{ page.title }} again</footer>\n");
    preview.says("/about/", "About again");

    preview.story("theme.yaml is broken and mended");
    let from = preview.said();
    preview.edit("themes/own/theme.yaml", "extends: default", "extends: [default");
    preview.hears(from, |event| event["blocked"] == true);
    preview.says("/about/", "About again");
    preview.edit("themes/own/theme.yaml", "extends: [default", "extends: default");
    preview.edit(FOOT, "again", "once more");
    preview.says("/about/", "About once more");

    preview.story("the theme is deleted and comes back");
    let from = preview.said();
    preview.rename("themes/own", "aside/own");
    preview.hears(from, |event| event["blocked"] == true);
    preview.says("/about/", "About once more");
    preview.rename("aside/own", "themes/own");
    preview.edit(FOOT, "once more", "and back");
    preview.says("/about/", "About and back");

    preview.story("another theme is asked for, made of a copy");
    preview.run("cp", &["-r", "themes/own", "themes/other"]);
    preview.edit("themes/other/templates/partials/footer.html", "and back", "in another theme");
    preview.edit("themes/other/theme.yaml", "name: own", "name: other");
    preview.edit("anma.yaml", "theme: own", "theme: other");
    preview.says("/about/", "About in another theme");
    preview.edit("themes/other/templates/partials/footer.html", "in another", "in yet another");
    preview.says("/about/", "About in yet another theme");
}
