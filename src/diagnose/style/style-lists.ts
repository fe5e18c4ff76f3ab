const list = (words: string): ReadonlySet<string> =>
	new Set(words.trim().split(/\s+/));

/**
 * Words of English that carry grammar and no content. Words for time, place, order and quantity (`before`, `under`, `more`,
 * `all`) are not among them, because an answer may differ from another in them alone.
 */
export const functionWords = list(`
a an the this that these those it its itself i me my mine myself you your yours yourself we us our ours
he him his himself she her hers herself they them their theirs themselves one's there here
of in on at to for from by with as into onto upon about and or but so if than because while though although since
unless whereas whether which who whom whose what when where why how
am is are was were be been being do does did doing done has have had having will would shall should can could may
might must ought let lets just very quite rather also too then thus well now such own
`);

/** They turn a statement into its opposite. */
export const negations = list(`
no not never none nothing nobody nowhere neither nor without cannot
ない なく なかっ なけれ なし ぬ ず ませ ません いいえ いえ 非 不 無
`);

/** Particles, copulas and auxiliaries of Japanese that are longer than two letters. */
export const japaneseFunctionWords = list(`
です でした でしょう でしょ ました まして である であり であっ ください くださっ という といった として とって によって
により による において における について ついて に対して ための ために ところ こと もの から まで より ので のに けれど けれども
ながら ている ています いる います いました されて される された されます なって なる なった なります あります あり ござい ございます
それ これ あれ その この あの ここ そこ どの どれ それら これら さん さま ように ような よう そう だけ など しかし また そして
`);

/** Hiragana of at most two letters are particles or endings, unless they are a negation. */
export const shortHiragana = /^[\p{scx=Hiragana}]{1,2}$/u;

/**
 * Marks of discourse, politeness and layout: openings, closings, transitions, offers of help, and labels of an answer.
 * Each is found as whole words, in any case.
 */
const englishMarkers = [
	"of course|sure(?: thing)?|certainly|absolutely|definitely|indeed|great question|good question",
	"here(?:'s| is| are)|let(?:'s| us| me)(?: know| see| explain| break (?:it|this) down)?",
	"(?:i(?:'d| would) be|i(?:'m| am)|we(?:'re| are)) (?:very )?(?:happy|glad|pleased) to(?: help| assist)?(?: you)?|happy to help|glad to help",
	"(?:i |we )?hope (?:this|that|it) helps?|feel free to(?: ask| reach out)?|if you have any (?:other |more |further )?questions",
	"thank you(?: very much| so much)?|thanks|please|sorry|my apologies|i apologi[sz]e|unfortunately|you(?:'re| are) welcome|hello|hi there|dear",
	"in summary|in conclusion|in short|to (?:summari[sz]e|conclude|sum up)|overall|ultimately|basically|actually",
	"however|therefore|hence|moreover|furthermore|additionally|in addition|besides|meanwhile|nevertheless|consequently|as a result",
	"first of all|firstly|secondly|thirdly|finally|lastly|for example|for instance|in other words|that is to say|note that|that said|it(?:'s| is) (?:worth noting|important to note)(?: that)?",
	"as an ai(?: language model| assistant| model)?|step[- ]by[- ]step|(?:the |my )?(?:final |correct |right )?answer (?:is|would be)(?: that)?",
	String.raw`(?:final )?answer(?=\s*[:\uff1a])|question(?=\s*[:\uff1a])|explanation(?=\s*[:\uff1a])|summary(?=\s*[:\uff1a])`,
].join("|");

const japaneseMarkers = [
	"もちろん(?:です)?|ありがとうございま(?:す|した)|(?:大変)?申し訳(?:あり|ござい)ません(?:が)?|お願い(?:いた)?します|すみません(?:が)?",
	"承知(?:いた|しま)?し?(?:ました)?|かしこまりました|了解(?:です|しました)|お役に立て(?:れば|たら)?(?:幸い|嬉しい|うれしい)?(?:です)?",
	"お気軽に(?:お(?:尋ね|聞き)ください)?|ご質問(?:ありがとうございます)?|ご参考まで(?:に)?|こんにちは|はじめまして",
	"以下の(?:通り|とおり|ように)(?:です|になります)?|以下に|以上です|以上のように|まとめると|結論として",
	"まず|次に|最後に|したがって|従って|そのため|さらに|しかし(?:ながら)?|例えば|たとえば|つまり|なお|ちなみに|ただし|一方(?:で)?",
	"(?:正解|答え|回答)は|(?:正解|答え|回答|質問|説明)(?=\\s*[:\uff1a])",
].join("|");

/** All markers as one expression; a fresh one for each use, because it keeps its place. */
export function markers(): RegExp {
	return new RegExp(
		String.raw`(?<![\p{L}\p{N}])(?:${englishMarkers})(?![\p{L}\p{N}])|${japaneseMarkers}`,
		"giu",
	);
}

/** Signs that carry content: of mathematics and of currencies, percent and degrees. */
export const meaningfulSigns =
	/[+=\u00d7\u00f7\u00b1%\u2030\u00b0\p{Sc}√∞≈≠≤≥]/u;

/** A number that counts the points of a list, at the beginning of a line. */
export const listNumbers = /^[ \t]*(\d{1,2})[.)\uff0e\u3001][ \t]+(?=\S)/gmu;
