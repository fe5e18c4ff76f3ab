/** Everything that runs in the page: the choice of a theme, buttons that copy, and opening folded texts before printing. */
export const script = `
const root = document.documentElement;
const themes = ["auto", "light", "dark"];
const button = document.getElementById("theme");
let theme = "auto";
try { theme = localStorage.getItem("temper-report-theme") ?? theme; } catch {}
if (!themes.includes(theme)) theme = "auto";
function show() {
	if (theme === "auto") delete root.dataset.theme;
	else root.dataset.theme = theme;
	button.textContent = button.dataset[theme];
}
button.hidden = false;
button.addEventListener("click", () => {
	theme = themes[(themes.indexOf(theme) + 1) % themes.length];
	try { localStorage.setItem("temper-report-theme", theme); } catch {}
	show();
});
show();
for (const copy of document.querySelectorAll("button[data-copies]")) {
	const source = document.getElementById(copy.dataset.copies);
	const name = copy.textContent;
	copy.hidden = false;
	copy.addEventListener("click", async () => {
		try { await navigator.clipboard.writeText(source.textContent); }
		catch { getSelection().selectAllChildren(source); document.execCommand("copy"); }
		copy.textContent = copy.dataset.done;
		setTimeout(() => { copy.textContent = name; }, 1600);
	});
}
addEventListener("beforeprint", () => {
	for (const folded of document.querySelectorAll("details")) folded.open = true;
});
`;
