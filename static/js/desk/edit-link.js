// Readers' pages are the same for everybody and set no cookie. This browser therefore remembers the
// editor's rights, so that those pages can show “Edit”. The desk still checks each request.
const { rights } = document.body.dataset;
try {
  rights ? localStorage.setItem("desk", rights) : localStorage.removeItem("desk");
} catch {
  // A browser without storage shows no link.
}
