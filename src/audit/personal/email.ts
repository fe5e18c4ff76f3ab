import validator from "validator";
import { type Detector, matchesOf } from "./personal-match.ts";

const candidates =
	/(?<![\p{Script=Latin}\p{N}._%+-])[A-Za-z0-9](?:[A-Za-z0-9._%+'-]{0,62}[A-Za-z0-9_+-])?@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,18}(?![A-Za-z0-9(@])/gu;

/** Top-level domains with more than two letters in which people have mailboxes. The two-letter ones are those of countries. */
const domains = new Set(
	"com org net edu gov mil int info biz name pro mobi jobs travel coop aero museum cat asia tel post arpa dev app online site tech store cloud email live life world today space website agency company digital global group media network news blog shop studio solutions systems tokyo osaka london berlin paris nyc bank health test example invalid localhost".split(
		" ",
	),
);

/** RFC 2606 and RFC 6761 reserve these for examples. */
const reserved =
	/(?:^|[@.])(?:example\.(?:com|org|net)|example\.(?:co|ne|or|ac)\.jp|example\.jp|example|test|invalid|localhost)$/i;

/** Users of version control, as in `git@github.com:name/repository`. */
const users = /^(?:git|hg|svn)@/i;
/** Mailboxes that nobody reads. */
const unread = /^(?:no-?reply|do-?not-?reply)@/i;

/**
 * E-mail addresses. Decorators, packages with a version, image names such as `logo@2x.png` and matrix products such as
 * `a@b.weight` are not: the domain must end in a country's two letters or in a known top-level domain.
 */
export const findEmails: Detector = (text) =>
	[...matchesOf(text, candidates)]
		.filter(({ value }) => {
			const end = value.slice(value.lastIndexOf(".") + 1).toLowerCase();
			return (
				!users.test(value) &&
				(end.length === 2 || domains.has(end)) &&
				validator.isEmail(value, { allow_utf8_local_part: false })
			);
		})
		.map(({ value, start, end }) => ({
			kind: "email",
			name: "e-mail address",
			...{ start, end },
			reserved: reserved.test(value) || unread.test(value),
		}));
