"""Names of shortcodes: what becomes of each, by name or by the start of its name."""

from __future__ import annotations

# Shortcodes of page builders and themes. Their contents stay, and what their attributes say.
BUILDER_PREFIXES = (
    "vc_", "wpb_", "et_pb_", "fusion_", "av_", "avia_", "kc_", "cs_", "su_", "mk_", "nectar_",
    "tm_", "td_", "jnews_", "jeg_", "penci_", "themify_", "ux_", "thb_", "dt_", "ultimate_",
    "ult_", "eltdf_", "edgtf_", "qode_", "mkdf_", "stm_", "bt_", "bs-", "tatsu_", "oxy_", "ct_",
    "fl_", "siteorigin_", "wd_", "woodmart_", "porto_", "trx_", "cz_", "vcex_", "gem_", "tie_",
    "elementor-", "cmsmasters_", "ti_", "tg_", "wpsm_", "rh_", "sc_", "theme_",
)  # fmt: skip
WRAPPERS = frozenset(
    "row column columns col container section group box content_box note quote pullquote blockquote "
    "one_half one_half_last one_third one_third_last two_third two_third_last one_fourth "
    "one_fourth_last three_fourth three_fourth_last one_fifth full_width half third tabs tab "
    "tabgroup accordion accordions toggle toggles spoiler expand infobox alert message callout "
    "intro lead list checklist".split()
)
INLINE_WRAPPERS = frozenset(
    "dropcap drop_cap su_dropcap highlight su_highlight mark tooltip su_tooltip small big "
    "jnews_element_dropcap abbr color size su_label label vc_highlight fusion_dropcap "
    "fusion_highlight fusion_tooltip av_dropcap1 av_dropcap2".split()
)
BUTTONS = frozenset(
    "button btn link_button cta_button vc_btn vc_button vc_button2 et_pb_button su_button "
    "fusion_button av_button dt_button mk_button nectar_btn kc_button ux_button thb_button "
    "maxbutton td_block_button jnews_element_button".split()
)
RAW_HTML = frozenset(
    {"vc_raw_html", "fusion_code", "av_codeblock", "et_pb_code", "raw_html", "raw"}
)
# Shortcodes that show what Portal has its own way for, or nothing that a story needs.
DEAD = frozenset(
    "ez-toc toc lwptoc table-of-contents tableofcontents no_toc notoc sitemap wp_sitemap_page "
    "contact-form-7 contact-form contact-field wpforms wpforms_form gravityform gravityforms "
    "ninja_form ninja_forms formidable caldera_form mc4wp_form mc4wp-form fluentform forminator_form "
    "happyforms quform wufoo jotform everest_form metform kaliforms contact_form "
    "newsletter newsletter_form newsletter_signup mailpoet_form sibwp_form subscribe2 "
    "jetpack_subscription_form email-subscribers-form optin-monster optinmonster convertkit "
    "ad ads adsense adrotate the_ad the_ad_group the_ad_placement quads wp_ad_camp_1 adinserter "
    "bsaprospace advads rev_slider rev_slider_vc layerslider smartslider3 metaslider slide-anything "
    "sharethis addtoany social_share social-share socialshare share_buttons easy-social-share "
    "likebtn dkpdf-button printfriendly print_link do_widget widget recent_posts recent-posts "
    "related_posts related-posts yarpp jetpack-related-posts display-posts catlist latest_posts "
    "post_grid blog posts_grid instagram-feed custom-facebook-feed facebook_page fb_page "
    "wp-rss-aggregator rss poll wp_poll yop_poll democracy ratings kkstarratings mashshare "
    "pagelist child_pages breadcrumb breadcrumbs login_form woocommerce_cart "
    "woocommerce_checkout woocommerce_my_account products product add_to_cart "
    "vc_raw_js vc_empty_space vc_separator vc_zigzag vc_icon vc_facebook vc_tweetmeme vc_pinterest "
    "vc_googleplus vc_widget_sidebar vc_posts_slider vc_posts_grid vc_basic_grid vc_masonry_grid "
    "vc_wp_search vc_wp_meta vc_wp_recentcomments vc_wp_calendar vc_wp_pages vc_wp_tagcloud "
    "vc_wp_custommenu vc_wp_posts vc_wp_links vc_wp_categories vc_wp_archives vc_wp_rss "
    "vc_gmaps vc_flickr vc_acf vc_line_chart vc_round_chart vc_pie vc_progress_bar "
    "et_pb_divider et_pb_contact_form et_pb_contact_field et_pb_signup et_pb_signup_custom_field "
    "et_pb_login et_pb_search et_pb_sidebar et_pb_blog et_pb_portfolio et_pb_filterable_portfolio "
    "et_pb_fullwidth_menu et_pb_menu et_pb_post_nav et_pb_comments et_pb_social_media_follow "
    "et_pb_social_media_follow_network et_pb_map et_pb_map_pin et_pb_shop et_pb_countdown_timer "
    "et_pb_post_slider et_pb_post_title fusion_separator fusion_recent_posts fusion_blog "
    "fusion_contact_form fusion_map fusion_social_links fusion_sharing av_hr av_contact "
    "av_contact_field av_google_map av_blog av_sidebar su_divider su_spacer su_posts su_menu "
    "su_subpages su_siblings su_gmap su_feed".split()
)  # fmt: skip
DEAD_PREFIXES = (
    "jnews_block", "jnews_hero", "jnews_slider", "jnews_carousel", "jnews_widget", "jnews_footer",
    "jnews_element_ads", "jnews_element_newsletter", "jnews_element_socialiconwrapper", "td_block_",
    "td_flex_block", "td_module", "bs-mix-listing", "bs-grid-listing", "bs-blog-listing",
    "bs-classic-listing", "bs-modern-listing", "bs-text-listing", "bs-thumbnail-listing",
    "better-ads", "contact-form", "wpforms", "ninja_form", "mc4wp", "adrotate",
    "woocommerce_", "woof", "wpdiscuz", "ultimatemember", "rev_slider",
)  # fmt: skip


def is_dead(name: str) -> bool:
    """True for a shortcode that is removed."""
    return name in DEAD or (name.startswith(DEAD_PREFIXES) and name not in BUTTONS)


def is_builders(name: str) -> bool:
    """True for a shortcode of a page builder or theme, whose contents stay."""
    return name.startswith(BUILDER_PREFIXES) or name in WRAPPERS or name in INLINE_WRAPPERS
