// The commands name the gateway as the visitor reached it.
for (const origin of document.querySelectorAll(".origin")) {
  origin.textContent = location.origin;
}
