/**
 * Whether twelve digits are a Japanese individual number (My Number): the last is the check digit of the others (Ordinance
 * 85 of the Ministry of Internal Affairs, 2014, article 5): 11 − (Σ P_n Q_n mod 11), and 0 for a remainder of 0 or 1, where P_n
 * is the n-th digit from the right, and Q_n is n + 1 for n ≤ 6 and n − 5 above.
 */
export function isMyNumber(digits: string): boolean {
	if (!/^\d{12}$/.test(digits) || /^(\d)\1{11}$/.test(digits)) return false;
	const body = digits.slice(0, 11);
	const sum = [...body].reduce((total, digit, i) => {
		const n = 11 - i;
		return total + Number(digit) * (n <= 6 ? n + 1 : n - 5);
	}, 0);
	const rest = sum % 11;
	return Number(digits[11]) === (rest <= 1 ? 0 : 11 - rest);
}
