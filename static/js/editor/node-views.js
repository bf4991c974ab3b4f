// How the editor shows elements that a browser would hide or does not know: details always open, an embed
// as its title or address.
function box(className) {
  return () => {
    const dom = document.createElement("div");
    dom.className = className;
    return { dom, contentDOM: dom };
  };
}

function embed(node) {
  const dom = document.createElement("div");
  dom.className = "editor__embed";
  dom.textContent = node.attrs.title ?? node.attrs.address;
  return { dom };
}

export const nodeViews = {
  details: box("editor__details"),
  summary: box("editor__summary"),
  embed,
};
