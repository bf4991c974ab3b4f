"""Foreign HTML is made safe, keeps its words, and once clean is never changed again."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.cleaning import MAX_BYTES, MAX_TAGS, TooLarge, clean
from portal.cleaning.vocabulary import ATTRIBUTES, TAGS

SHAPES = {
    "loose text is a paragraph": ("hello <b>you</b>", "<p>hello <strong>you</strong></p>"),
    "each division is one too": ("<div>a</div><div>b</div>", "<p>a</p>\n<p>b</p>"),
    "two line breaks end one": ("<p>a<br>&nbsp;<br>b<br>c</p>", "<p>a</p>\n<p>b<br>c</p>"),
    "empty ones go": ("<p> </p><p>&nbsp;</p><h2><b></b></h2><ul><li></ul>a<br>", "<p>a</p>"),
    "space within a mark moves out": ("<b>a </b>b<i> </i>c", "<p><strong>a</strong> b c</p>"),
    "headings keep to three levels": (
        "<h1>a</h1><h2>b</h2><h3>c</h3><h5>d</h5>",
        "<h2>a</h2>\n<h2>b</h2>\n<h3>c</h3>\n<h4>d</h4>",
    ),
    "a mark around blocks marks each": (
        '<a href="/x"><h2>a</h2><ul><li>b</ul></a>',
        '<h2><a href="/x">a</a></h2>\n<ul><li><a href="/x">b</a></li></ul>',
    ),
    "a list within a list, put where browsers show it": (
        "<ul><li>a</li><ul><li>b</li></ul></ul>",
        "<ul><li>a<ul><li>b</li></ul></li></ul>",
    ),
    "a list counts on": (
        '<ol start="3" reversed type="a"><li>c</ol>',
        '<ol start="3" reversed=""><li>c</li></ol>',
    ),
    "a picture is a figure": (
        'a <img src="/x.png" width="50px" height="10%" class="left"> b',
        '<p>a</p>\n<figure><img src="/x.png" alt="" width="50"></figure>\n<p>b</p>',
    ),
    "with its link and caption": (
        '<figure><a href="/x"><img src="/x.png" alt="X"></a><figcaption><p>A <i>b</i></figcaption>',
        '<figure><a href="/x"><img src="/x.png" alt="X"></a>'
        "<figcaption>A <em>b</em></figcaption></figure>",
    ),
    "several are figures in one": (
        '<figure><img src="/a.png"><img src="/b.png"><figcaption>Both</figcaption></figure>',
        '<figure><figure><img src="/a.png" alt=""></figure><figure><img src="/b.png" alt="">'
        "</figure><figcaption>Both</figcaption></figure>",
    ),
    "a caption without its picture stays": ("<figure><figcaption>A</figure>", "<p>A</p>"),
    "a picture in new formats": (
        '<picture><source srcset="/x.avif"><img src="/x.png"></picture>',
        '<figure><img src="/x.png" alt=""></figure>',
    ),
    "a picture that a script would load": (
        '<img src="data:image/gif;base64,R0" data-src="/x.png"><noscript><img src="/x.png"></noscript>',
        '<figure><img src="/x.png" alt=""></figure>',
    ),
    "a pixel that counts readers goes": (
        '<p>a<img src="http://t.example/" width="1"></p>',
        "<p>a</p>",
    ),
    "a drawn character is a character": (
        'a <img class="emoji" src="/s.png" alt="🙂">',
        "<p>a 🙂</p>",
    ),
    "a table keeps what explains it": (
        '<table border=1><caption>C</caption><tr><th scope="ROW">a<td colspan=2 rowspan=1>b</table>',
        '<table><caption>C</caption><tbody><tr><th scope="row">a</th><td colspan="2">b</td></tr>'
        "</tbody></table>",
    ),
    "a table's empty cells stay": (
        "<table><tr><td>a<td></td></tr><tr><td></table>",
        "<table><tbody><tr><td>a</td><td></td></tr></tbody></table>",
    ),
    "a table in a figure takes its caption": (
        "<figure><table><tr><td>a</table><figcaption>C</figcaption></figure>",
        "<table><caption>C</caption><tbody><tr><td>a</td></tr></tbody></table>",
    ),
    "a quote is signed": (
        "<blockquote>a<p><cite>B <b>C</b></cite></blockquote>",
        "<blockquote><p>a</p><footer>B <strong>C</strong></footer></blockquote>",
    ),
    "a figure's caption signs a quote": (
        "<figure><blockquote>a</blockquote><figcaption>B</figcaption></figure>",
        "<blockquote><p>a</p><footer>B</footer></blockquote>",
    ),
    "code to the letter": (
        "<pre><code>\n  if a &lt; b:<br>    pass\n\n</code></pre>",
        "<pre><code>  if a &lt; b:\n    pass</code></pre>",
    ),
    "terms": (
        "<dl><div><dt>a</dt></div><dd><p>b</p></dl>",
        "<dl><dt>a</dt><dd>b</dd></dl>",
    ),
    "details": (
        "<details open><summary><b>a</b></summary>b</details>",
        "<details><summary><strong>a</strong></summary><p>b</p></details>",
    ),
    "words in quotation marks": ("<q>a</q>", "<p>“a”</p>"),
    "language and direction": (
        '<div dir="rtl"><h2>a</h2><p lang="x y">b</p></div><span lang="de">c</span>',
        '<h2 dir="rtl">a</h2>\n<p dir="rtl">b</p>\n<p><span lang="de">c</span></p>',
    ),
    "a film that we know": (
        '<iframe src="//www.youtube.com/embed/dQw4w9WgXcQ?rel=0" title="A film"></iframe>',
        '<portal-embed address="https://www.youtube.com/watch?v=dQw4w9WgXcQ" title="A film">'
        "</portal-embed>",
    ),
    "a frame that we do not is a link": (
        'a <iframe src="https://maps.example/x?y=1"></iframe> b',
        '<p>a</p>\n<p><a href="https://maps.example/x?y=1">maps.example</a></p>\n<p>b</p>',
    ),
    "an embed of ours to an unknown place is one too": (
        '<portal-embed address="https://evil.example/" title="T"></portal-embed>',
        '<p><a href="https://evil.example/">T</a></p>',
    ),
    "a sound is a link to its file": (
        '<audio controls><source src="/files/the%20speech.mp3">No sound.</audio>',
        '<p><a href="/files/the%20speech.mp3">the speech.mp3</a></p>',
    ),
    "an address with spaces": ('<a href=" /a b ">c</a>', '<p><a href="/a%20b">c</a></p>'),
    "footnotes lead there and back": (
        '<sup id="ref1"><a href="#fn1">1</a></sup><ol><li id="fn1">N <a href="#ref1">back</a></ol>',
        '<p><a href="#at_fn1"><sup><span id="at_ref1"></span>1</sup></a></p>\n'
        '<ol><li><span id="at_fn1"></span>N <a href="#at_ref1">back</a></li></ol>',
    ),
    "Word's footnotes": (
        '<a href="#_ftn1" name="_ftnref1">[1]</a><p><a href="#_ftnref1" name="_ftn1">[1]</a> N',
        '<p><a href="#at__ftn1"><span id="at__ftnref1"></span>[1]</a></p>\n'
        '<p><a href="#at__ftnref1"><span id="at__ftn1"></span>[1]</a> N</p>',
    ),
    "an empty anchor marks the text after it": (
        '<a name="x y"></a><h2> <b>A</b></h2><a href="#x%20y">b</a>',
        '<h2><strong><span id="at_x-y"></span>A</strong></h2>\n<p><a href="#at_x-y">b</a></p>',
    ),
    "a heading by its words, and the top": (
        '<p>a</p><h2>Über uns, 2</h2><a href="#über-uns-2">b</a> <a href="#top">c</a>',
        '<p><span id="at_top"></span>a</p>\n<h2><span id="at_über-uns-2"></span>Über uns, 2</h2>\n'
        '<p><a href="#at_über-uns-2">b</a> <a href="#at_top">c</a></p>',
    ),
    "of two equal ids the first": (
        '<p id="a">b</p><p id="a">c</p><p id="main"><a href="#a">d</a></p>',
        '<p><span id="at_a"></span>b</p>\n<p>c</p>\n<p><a href="#at_a">d</a></p>',
    ),
    "a telephone": (
        '<a href="tel:+3225551234">a</a> <a href="sms:+3225551234">b</a>',
        '<p><a href="tel:+3225551234">a</a> <a href="sms:+3225551234">b</a></p>',
    ),
    "a target that is not shown": (
        '<script id="a">x</script><pre id="b">y</pre><a href="#b">c</a>',
        '<pre>y</pre>\n<p><a href="#at_b"><span id="at_b"></span>c</a></p>',
    ),
    "a link within the page leads nowhere": ('<a href="#note-1">[1]</a>', "<p>[1]</p>"),
    "another encoding claimed": ('<meta charset="iso-8859-1">é', "<p>é</p>"),
    "characters that nobody can read": ("a\x00b\x0b\ud800c", "<p>abc</p>"),
    "nothing": (" <!-- a --> ", ""),
}


@pytest.mark.parametrize(("source", "expected"), SHAPES.values(), ids=SHAPES.keys())
def test_foreign_html_becomes_the_elements_of_a_story(source: str, expected: str):
    cleaned = clean(source)

    assert cleaned == expected
    assert clean(cleaned) == cleaned


HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">a</a>',
    '<a href="java\tscript:alert(1)">a</a>',
    '<a href="&#x01;javascript:alert(1)">a</a>',
    '<a href=" &#14; javascript:alert(1)">a</a>',
    '<a href="http://a.example/&#0;&#10;x">a</a>',
    '<a href="data:text/html,<script>alert(1)</script>">a</a>',
    '<a href="vbscript:x">a</a>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<iframe src="javascript:alert(1)"></iframe>',
    '<portal-embed address="javascript:alert(1)"></portal-embed>',
    '<portal-embed address="https://www.youtube.com/embed/../../evil" onload="x"></portal-embed>',
    '<object data="data:text/html,x"></object><embed src="javascript:x">',
    '<form action="/desk"><button formaction="javascript:x">a</button></form>',
    '<svg><script>alert(1)</script></svg><svg onload="alert(1)">',
    '<math><mtext><table><mglyph><style><img src=x onerror="alert(1)">',
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<style>@import 'http://evil.example'</style><p style=\"position:fixed\">a</p>",
    '<meta http-equiv="refresh" content="0;url=http://evil.example"><base href="//evil.example">',
    '<p hx-get="/desk" id="main" class="masthead" data-x="1">a</p>',
    "<!--><img src=x onerror=alert(1)>-->",
    '<a href="x" title="\'&quot;><img src=x onerror=alert(1)>">a</a>',
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<template><script>alert(1)</script></template>",
)  # fmt: skip


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_html_is_removed(source: str):
    assert_safe(clean(source))


def assert_safe(cleaned: str) -> None:
    for tag, attributes in re.findall(r"<([a-z0-9-]+)((?: [a-z-]+=\"[^\"]*\")*)>", cleaned):
        assert tag in TAGS
        for name, value in re.findall(r" ([a-z-]+)=\"([^\"]*)\"", attributes):
            assert name in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set())
            if name in ("href", "src", "address"):
                assert ":" not in value or re.match(r"(https?|mailto|sms|tel):|[^:]*[/?#]", value)
    assert "<" not in re.sub(r"</?[a-z0-9-]+(?: [a-z-]+=\"[^\"]*\")*>", "", cleaned)


WORDS = st.sampled_from(
    ["one", "two", " ", "\n", "&nbsp;", "<", ">", "&amp;lt;", "日本", "\xa0", "a b", "&", "]]>", "<!--", "-->"]
)  # fmt: skip
FOREIGN = "div section font center h1 h5 h6 b i u q kbd iframe video form article header colgroup button svg math script style noscript template title body textarea select object param embed source label custom-x"
NAMES = st.sampled_from(sorted(TAGS | set(FOREIGN.split())))
SAID = st.sampled_from(
    ["", "", ' href="http://a.example/x"', ' href="#a"', ' id="a"', ' name="a" href="#b"', ' id="b"', ' src="/a.png"', ' src="https://youtu.be/abcdefghij"',
     " lang=de", ' dir="rtl"', ' title="t &quot; <b>"', " colspan=3", " start=3 reversed", ' href="http://1.2.3.999/"',
     ' href=" /x y\'z"', ' href="http://[x"', ' href="http://xn--a/"', ' address="https://vimeo.com/12345"']
)  # fmt: skip
OPENED = st.builds("<{}{}{}>".format, NAMES, SAID, SAID)
CLOSED = st.builds("</{}>".format, NAMES)
SOUP = st.lists(st.one_of(WORDS, OPENED, OPENED, CLOSED), max_size=40).map("".join)
TREES = st.recursive(
    WORDS,
    lambda inner: st.builds(
        "<{0}{1}>{2}</{0}>".format, NAMES, SAID, st.lists(inner, max_size=3).map("".join)
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(SOUP, TREES))
def test_cleaning_twice_changes_nothing(source: str):
    once = clean(source)

    assert clean(once) == once
    assert_safe(once)


HEARD = sorted(
    TAGS - {"img", "portal-embed"} | set("div section font center h1 b i form article".split())
)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(HEARD), min_size=1, max_size=25), st.randoms())
def test_text_is_kept_inside_any_element(names: list[str], chance):
    said = [f"word{number}" for number in range(len(names))]
    pieces = [
        f"<{name}>{word}" + (f"</{name}>" if chance.random() < 0.6 else "")
        for name, word in zip(names, said, strict=True)
    ]

    cleaned = clean("".join(pieces))

    assert sorted(re.findall(r"word\d+", cleaned)) == sorted(said)


@pytest.mark.parametrize("tag", ["div", "ul><li", "b", "table><tr><td", "blockquote", "a href=x"])
@pytest.mark.parametrize("depth", [30, 200, 3_000, 20_000])
def test_deep_nesting_is_flattened_and_its_text_kept(tag: str, depth: int):
    cleaned = clean(f"<{tag}>" * depth + "The very bottom")

    assert "The very bottom" in cleaned
    assert cleaned.count("<") < 150
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    "source",
    [
        "x" * (MAX_BYTES + 1),
        "é" * (MAX_BYTES // 2 + 1),
        "<b>" * (MAX_TAGS + 1),
        '<a href="http://a.example/' + "x" * 1900 + '">' + "<p>x" * 50_000,
    ],
    ids=["characters", "bytes", "tags", "one that grows"],
)
def test_html_larger_than_any_story_is_refused(source: str):
    with pytest.raises(TooLarge):
        clean(source)
