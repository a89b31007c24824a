// A button to print the page, where scripts are; without them the page says how.
const button = document.getElementById("print")
button.addEventListener("click", () => window.print())
button.hidden = false
document.getElementById("keys").hidden = true
