// htmx as the desk uses it: it also swaps a response that asks the editor to fix, choose or wait.
import htmx from "../htmx.js";

htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "4(0[0134]|09|1[03]|22|29)|503", swap: true, error: true },
  { code: "[45]..", swap: false, error: true },
];

export default htmx;
