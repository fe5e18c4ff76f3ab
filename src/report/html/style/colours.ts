/** Every colour of the page, for light and for dark. Seven arms can be told apart with any colour vision. */
export const colours = `
:root {
	color-scheme: light dark;
	--page: light-dark(#f6f6f3, #14161a);
	--surface: light-dark(#ffffff, #1c1f25);
	--sunk: light-dark(#f6f6f3, #15171c);
	--ink: light-dark(#1d2127, #e9ebee);
	--muted: light-dark(#5d6570, #a0a8b3);
	--line: light-dark(#e4e5e2, #2f343c);
	--axis: light-dark(#9aa1ab, #6b7480);
	--noise: light-dark(#ebecea, #2a2f37);
	--good: light-dark(#14703f, #62cf94);
	--good-soft: light-dark(#e3f3e9, #17352a);
	--bad: light-dark(#a8261b, #f58d82);
	--bad-soft: light-dark(#fbe9e7, #43211f);
	--accent: light-dark(#1f5f9e, #86b9ee);
	--arm-1: light-dark(#1f66ad, #76aeea);
	--arm-2: light-dark(#b8500b, #f39c5c);
	--arm-3: light-dark(#0b7a5c, #45cba5);
	--arm-4: light-dark(#93307f, #e191d2);
	--arm-5: light-dark(#7d6200, #dcc04c);
	--arm-6: light-dark(#3d4a5f, #c3ccd9);
	--arm-7: light-dark(#0a7694, #66cdec);
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
`;
