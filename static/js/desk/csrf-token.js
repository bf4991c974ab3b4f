// After a new sign-in in another tab the server answers 400 and sends the token of the new session.
// Every form of this page gets it, so that the same button works when it is pressed again.
document.addEventListener("desk:token", (event) => {
  for (const field of document.querySelectorAll('input[name="csrf_token"]')) {
    field.value = event.detail.value;
  }
});
