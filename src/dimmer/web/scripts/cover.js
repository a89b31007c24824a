// Covers a page that nobody has touched for some minutes, and shows it again to whoever is still signed in.
// Without this script nothing is lost: the session ends by itself. Nothing is kept and nothing is sent but the question
// whether the session lives, when somebody presses the button.

const asked = document.querySelector('meta[name="dimmer-cover"]')
const cover = document.getElementById("dimmer-cover")
const said = document.getElementById("dimmer-cover-said")
const after = Number(asked.content) * 60_000 // milliseconds
let touched = Date.now()

function look() {
  if (cover.open || Date.now() - touched < after) return
  document.documentElement.classList.add("dimmer-covered") // hides it from the printer, and behind the cover
  said.textContent = ""
  cover.showModal() // the rest cannot be reached; where one was is remembered by the browser
}

function touch() {
  if (!cover.open && Date.now() - touched < after) touched = Date.now()
  else look() // for instance when the machine has slept: it was too late already
}

async function uncover() {
  let who = null
  try {
    const answer = await fetch(asked.dataset.ask, { redirect: "manual", cache: "no-store" })
    who = answer.ok ? await answer.text() : ""
  } catch {
    said.textContent = "There is no connection. Try again. If somebody is in danger, ring."
    return
  }
  if (who !== asked.dataset.who) {
    said.textContent = "You have been signed out. Sign in on another page, then come back: what you wrote is still here."
    return
  }
  touched = Date.now()
  document.documentElement.classList.remove("dimmer-covered")
  cover.close()
}

for (const sign of ["pointerdown", "pointermove", "keydown", "scroll", "input"]) {
  addEventListener(sign, touch, { capture: true, passive: true })
}
addEventListener("visibilitychange", look)
addEventListener("pageshow", look)
setInterval(look, 5_000)
cover.addEventListener("cancel", (event) => { event.preventDefault(); uncover() }) // the escape key is a press too
cover.addEventListener("close", () => { if (document.documentElement.classList.contains("dimmer-covered")) cover.showModal() })
document.getElementById("dimmer-uncover").addEventListener("click", uncover)
