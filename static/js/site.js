import "htmx.org";
import "./announce.js";
import "./choices.js";
import "./contents.js";
import "./embeds.js";
import "./latest.js";
import "./older.js";
import "./share.js";
