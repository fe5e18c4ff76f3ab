/** Every colour of the page, for light and for dark. Seven series can be distinguished with any colour vision. */
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
	--arm-1: light-dark(#0064de, #5e8dfe);
	--arm-2: light-dark(#ba4b45, #ec693c);
	--arm-3: light-dark(#005313, #b0e8a8);
	--arm-4: light-dark(#a836a3, #d4719d);
	--arm-5: light-dark(#886f00, #e9d824);
	--arm-6: light-dark(#3b384e, #d9d6e6);
	--arm-7: light-dark(#06766e, #00cbfb);
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
`;
