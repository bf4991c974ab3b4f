// htmx with the options that both sides share. Other modules import htmx from here.
import htmx from "htmx.org";

Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  selfRequestsOnly: true,
  includeIndicatorStyles: false, // they would be an inline style, which the content policy forbids
  historyCacheSize: 0, // a page in localStorage would outlive the session
  historyRestoreAsHxRequest: false,
  defaultSettleDelay: 0, // a button pressed within the delay would send the whole page
});

export default htmx;
