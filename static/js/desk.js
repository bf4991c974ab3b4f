import "htmx.org";
import "./desk/trouble.js";
import "./desk/tokens.js";
import "./desk/keys.js";
import "./desk/menus.js";
import "./desk/autosave.js";
