//! Blocks and shortcode calls.

use super::super::{Argument, Options};
use super::{check, html, read, said};

#[test]
fn care_cards_say_how_urgent_they_are() {
    check(
        "## Sciatica\n\n:::urgent Speak to a GP if:\n- it's *worse*\n:::\n\nText.\n",
        "<h2 id=\"sciatica\">Sciatica</h2>\n<section class=\"care care-urgent\">\n\
         <h3 class=\"care-heading\"><span class=\"visually-hidden\">Urgent advice: </span>Speak to a GP if:</h3>\n\
         <ul>\n<li>it’s <em>worse</em></li>\n</ul>\n</section>\n<p>Text.</p>\n",
    );
    for (name, hidden) in [
        ("care non-urgent", "Non-urgent advice"),
        ("Emergency", "Immediate action required"),
        ("warning", "Important"),
    ] {
        let (body, said) =
            read(&format!("::: {name} Don't \"wait\" :::\nx\n:::"), &Options::default());
        let heading = format!("<span class=\"visually-hidden\">{hidden}: </span>Don’t “wait”</h2>");
        assert!(body.html.contains(&heading) && said.is_empty(), "{}{said}", body.html);
        assert!(body.outline.is_empty());
    }
}

#[test]
fn other_blocks_have_their_usual_headings() {
    check(
        ":::dont\n- do not run\n:::\n:::key-points In short\nx\n:::\n",
        "<section class=\"dont\">\n<h2 class=\"dont-heading\">Don’t</h2>\n<ul>\n<li>do not run</li>\n</ul>\n</section>\n\
         <section class=\"key-points\">\n<h2 class=\"key-points-heading\">In short</h2>\n<p>x</p>\n</section>\n",
    );
    check(
        ":::booking\n[Book](https://x.test)\n:::\n\n:::nolink\ny\n:::\n",
        "<aside class=\"booking\" aria-label=\"Advertising from our salon\">\n<p class=\"booking-label\">Advertising from our salon</p>\n\
         <p><a href=\"https://x.test\">Book</a></p>\n</aside>\n<div class=\"nolink\">\n<p>y</p>\n</div>\n",
    );
    check(
        "> [!TIP]\n> Rest.\n",
        "<div class=\"callout callout-tip\" role=\"note\">\n<p class=\"callout-heading\">Tip</p>\n<p>Rest.</p>\n</div>\n",
    );
}

#[test]
fn blocks_nest_in_each_other_and_in_lists_and_quotes() {
    check(
        "- a\n\n  :::check\n  ::::inset\n  b\n  ::::\n  :::\n- c\n\n> :::do\n> d\n> :::\n",
        "<ul>\n<li>\n<p>a</p>\n<section class=\"check\">\n<h2 class=\"check-heading\">Check before you book</h2>\n\
         <div class=\"inset\">\n<p>b</p>\n</div>\n</section>\n</li>\n<li>\n<p>c</p>\n</li>\n</ul>\n\
         <blockquote>\n<section class=\"do\">\n<h2 class=\"do-heading\">Do</h2>\n<p>d</p>\n</section>\n</blockquote>\n",
    );
}

#[test]
fn mistakes_in_blocks_are_named_and_the_html_stays_balanced() {
    let (body, said) = read(
        "- a\n\n  :::do\n  b\n\n:::\n\n:::urgnt Go\n:::\n\n:::warning\n:::booking\nx\n",
        &Options::default(),
    );
    assert_eq!(
        html(&body),
        "<ul>\n<li>\n<p>a</p>\n<section class=\"do\">\n<h2 class=\"do-heading\">Do</h2>\n<p>b</p>\n</section>\n</li>\n</ul>\n\
         <div class=\"inset\">\n<h2 class=\"inset-heading\">Go</h2>\n</div>\n\
         <section class=\"callout callout-warning\">\n<h2 class=\"callout-heading\"><span class=\"visually-hidden\">Important: </span></h2>\n\
         <aside class=\"booking\" aria-label=\"Advertising from our salon\">\n<p class=\"booking-label\">Advertising from our salon</p>\n<p>x</p>\n</aside>\n</section>\n"
    );
    insta::assert_snapshot!(said, @r#"
    3:3 error markdown::unclosed-block ":::do": this block has no end
        Put a line `:::` after it, indented like its first line.
    6:1 error markdown::stray-block-end ":::": this line ends a block, but none was begun
        Remove the line, or begin a block with `:::name`.
    8:1 error markdown::unknown-block ":::urgnt Go": there is no block `urgnt`
        did you mean `urgent`?
    11:1 error markdown::block-heading ":::warning": this block has no heading
        Write the heading on the same line, for example `:::urgent Speak to a GP if:`.
    11:1 error markdown::unclosed-block ":::warning": this block has no end
        Put a line `:::` after it, indented like its first line.
    12:1 error markdown::unclosed-block ":::booking": this block has no end
        Put a line `:::` after it, indented like its first line.
    "#);
    insta::assert_snapshot!(self::said(":::emergency Call 999 if:\n:::inset\n:::booking\n:::\n:::\n:::\n"), @r#"
    3:1 error markdown::block-place ":::booking": a booking call stands inside a care card
        Advice on getting care must not sell. Put the booking call after the `:::` of the care card.
    "#);
}

#[test]
fn a_call_behind_a_box_to_tick_stands_in_its_paragraph() {
    let (body, _) = read("- [ ] {{< a >}}\n\n- [ ] x\n", &Options::default());
    assert!(body.calls[0].inline && html(&body).contains("{{a}}</p>"), "{}", html(&body));
}

#[test]
fn a_call_alone_is_no_paragraph() {
    check(
        "{{< map zoom=3 >}}\n\nSee {{<phone>}} *now*.\n\n{{< a >}}\n{{< b >}}\n\n- {{< c >}}\n",
        "{{map}}\n<p>See {{phone}} <em>now</em>.</p>\n{{a}}\n{{b}}\n<ul>\n<li>{{c}}</li>\n</ul>\n",
    );
    let (body, _) = read(
        "x\n\n{{< map q=\"a *b* -- 'c' | [d](e)\" >}} **{{< b on=true >}}**\n",
        &Options::default(),
    );
    assert_eq!(html(&body), "<p>x</p>\n<p>{{map}} <strong>{{b}}</strong></p>\n");
    let calls: Vec<_> = body.calls.iter().map(|call| (call.inline, &call.arguments[0].1)).collect();
    assert_eq!(
        calls,
        [
            (true, &Argument::Text("a *b* -- 'c' | [d](e)".to_owned())),
            (true, &Argument::Bool(true))
        ]
    );
    check("| {{< a b=\"|\" >}} |\n|---|\n| c |\n", &{
        let cell = "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"Table\">\n<table>\n<thead>\n<tr>\n<th scope=\"col\">{{a}}</th>\n";
        format!(
            "{cell}</tr>\n</thead>\n<tbody>\n<tr>\n<td>c</td>\n</tr>\n</tbody>\n</table>\n</div>\n"
        )
    });
}

#[test]
fn mistakes_in_calls_have_a_place() {
    insta::assert_snapshot!(
        said("{{< map q=neck >}} {{<map q>}} [x]({{< y >}}) ![{{< z >}}](a.png)\n\n`{{< fine`\n"),
        @r#"
        1:11 error shortcode::syntax "neck": the value of `q` needs quotes
            Write `field="value"`; only numbers, `true` and `false` go without quotes.
        1:27 error shortcode::syntax "q": `q` in the shortcode `map` has no value
            Write `field="value"`; there is no space around the `=`.
        1:36 error shortcode::syntax "{{< y >}}": a shortcode cannot stand in an address, a title or the description of a picture
            Put it between words, or in a paragraph of its own.
        1:49 error shortcode::syntax "{{< z >}}": a shortcode cannot stand in an address, a title or the description of a picture
            Put it between words, or in a paragraph of its own.
        "#
    );
}
