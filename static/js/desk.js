import "htmx.org";
import "./desk/trouble.js";
import "./desk/tokens.js";
import "./desk/keys.js";
