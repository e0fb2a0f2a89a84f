// The reference, and a token for it. The token is kept in memory only: a reload forgets it.
const SCHEME = "bearer";
const dark = matchMedia("(prefers-color-scheme: dark)");
const form = document.getElementById("sign-in");
const signedIn = document.getElementById("signed-in");
const said = document.getElementById("said");

function followSystem() {
  document.documentElement.classList.toggle("dark-mode", dark.matches);
}

function show(who) {
  form.hidden = who !== "";
  signedIn.hidden = who === "";
  document.getElementById("who").textContent = who;
  said.textContent = "";
}

async function signIn(email, password) {
  const response = await fetch("/v1/sessions:signIn", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(answer.message);
  }
  return answer.accessToken;
}

followSystem();
dark.addEventListener("change", followSystem);

const ui = SwaggerUIBundle({
  url: "/openapi.json",
  domNode: document.getElementById("reference"),
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  docExpansion: "list",
  tryItOutEnabled: true,
  // It would ask a service elsewhere whether the document is valid.
  validatorUrl: null,
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { email, password } = Object.fromEntries(new FormData(form));
  try {
    ui.preauthorizeApiKey(SCHEME, await signIn(email, password));
    form.reset();
    show(email);
  } catch (error) {
    said.textContent = error.message;
  }
});

document.getElementById("sign-out").addEventListener("click", () => {
  ui.authActions.logout([SCHEME]);
  show("");
});
