// Readers' pages are the same for everybody, and set no cookie. So that whoever is signed in here
// finds “Edit” on them, this browser remembers what they may do; the desk asks again when they come.
const { rights } = document.body.dataset;
try {
  rights ? localStorage.setItem("desk", rights) : localStorage.removeItem("desk");
} catch {
  // A browser that keeps nothing shows no link.
}
