// The words that synthetic rows are made of. Detectors use none of them: nothing here is imported from src/audit.

export interface Topic {
	readonly name: string;
	readonly questions: readonly string[];
	readonly subjects: readonly string[];
	readonly actions: readonly string[];
	readonly details: readonly string[];
}

const split = (text: string) => text.split("|").map((part) => part.trim());

function topic(
	name: string,
	questions: string,
	subjects: string,
	actions: string,
	details: string,
): Topic {
	return {
		name,
		questions: split(questions),
		subjects: split(subjects),
		actions: split(actions),
		details: split(details),
	};
}

/** `S` is replaced by the subject. */
export const english: readonly Topic[] = [
	topic(
		"cooking",
		"How do I prepare S for six guests?|What goes wrong most often with S in the oven?|Which pan suits S best?|Give me a quick dinner with S.|Can S be kept in the fridge overnight?",
		"lentil soup|roast chicken|a mushroom risotto|sourdough bread|pumpkin ravioli|a leek tart|grilled trout|potato gnocchi|an apple crumble|a bean stew",
		"needs a low flame and some patience|gains a lot from toasted seeds|is seasoned with lemon and thyme|rests on a rack until it is lukewarm|should simmer with the lid half open|turns soft when the stock is too hot|can be stretched with chopped celery|is served in warm bowls",
		"for about N minutes|at N degrees|with N grams of butter|in two batches of N pieces|after N hours of soaking|with a pinch more salt than you expect|until the edges are golden|before the table is laid",
	),
	topic(
		"astronomy",
		"What do we know about S?|How far away is S from the Sun?|Why can S be seen only in winter?|Who first described S with a telescope?|Explain S to a class of ten-year-olds.",
		"the rings of Saturn|the Orion nebula|a lunar eclipse|the moons of Jupiter|a white dwarf|the Perseid meteors|the dark side of Mercury|a spiral galaxy|the polar caps of Mars|Halley's comet",
		"reflects sunlight from countless grains of ice|moves along a stretched orbit|was catalogued by patient observers|glows because hydrogen is excited by young stars|can be photographed with a small tripod|changes its brightness over the season|is older than the rocks of the Earth|loses a thin tail of dust",
		"every N years|at a distance of N light years|in N separate bands|over the course of N nights|with a period near N days|as seen from the southern hemisphere|after the Moon has set|in long exposures",
	),
	topic(
		"gardening",
		"When should S be planted outdoors?|Why do the leaves of S turn yellow?|How much water does S want in July?|Which soil does S like?|Can S share a bed with tomatoes?",
		"a fig tree|climbing roses|winter leeks|a row of sweet peas|lavender|young blueberry bushes|a pot of basil|dwarf beans|a hedge of hornbeam|early strawberries",
		"wants loose earth and a sheltered corner|suffers when its roots stand in water|is cut back above the third bud|fruits on the wood of last summer|likes a mulch of straw|is fed with diluted compost|should be tied to a cane|can be raised from cuttings",
		"in the N weeks after the frost|with N litres twice a week|at a spacing of N centimetres|once the nights stay above N degrees|from N seeds in a tray|before the bees arrive|on a cloudy afternoon|under a layer of fleece",
	),
	topic(
		"programming",
		"How do I test S without a network?|Why is S slow on large inputs?|What is a clean way to write S?|Review S before we merge it.|Which data structure fits S?",
		"a parser for log files|the cache of thumbnails|a queue with retries|the scheduler of night jobs|a binary search tree|the export to spreadsheets|a rate limiter|the migration script|a stream of events|the image pipeline",
		"keeps its state in a small map|should fail early with a clear message|allocates an array for each call|is covered by a property test|locks the table for too long|reads the file in chunks|hides the retry behind an interface|depends on the order of its inputs",
		"in version N.4.1|with @retry(times=N) above the function|after N iterations|when N workers start at once|as in release v2.N.0|on a machine with N cores|behind a feature flag|in the hot loop",
	),
	topic(
		"history",
		"Why did S begin?|What did S change for farmers?|Which sources describe S?|How did merchants profit from S?|Summarise S for a museum label.",
		"the Hanseatic League|the silk trade|the printing of almanacs|the siege of Candia|the great fire of London|the salt tax in France|the voyage of the Beagle|the building of the canals|the fairs of Champagne|the census of Quirinius",
		"brought new coins into small towns|left traces in the letters of notaries|was remembered in ballads|moved workers from the fields to the docks|depended on the favour of the crown|ended with a treaty that few had read|made wool dearer than grain|filled the archives with complaints",
		"around the year 1N0|for N decades|in N provinces|with N ships|according to a chronicle of N leaves|long before the railways|under a regent|in spite of the plague",
	),
	topic(
		"arithmetic",
		"A shop sells S. How many are left in the evening?|How much do S cost together?|Three friends share S. What does each get?|S arrive each day. How many are there after a week?|Half of S are sold. How many remain?",
		"N2 boxes of pencils|N2 jars of honey|N2 bags of marbles|N2 tickets for the fair|N2 crates of oranges|N2 balls of wool|N2 postcards|N2 loaves of rye bread|N2 paper lanterns|N2 tins of paint",
		"gives N*3 = <<N*3=N3>>N3 items|leaves N2 - N = <<N2-N=N4>>N4 pieces|comes to N times $2.50|is split into N equal heaps|adds up to N2 + N = <<N2+N=N5>>N5|doubles after N days|loses N on the way|is rounded to the next dozen",
		"on the first day|in the second week|before noon|per child|in total|for each stall|at the usual price|after the discount",
	),
	topic(
		"travel",
		"Is S worth a detour in April?|How do I reach S by train?|What should I pack for S?|Where do locals eat near S?|How crowded is S in August?",
		"the lagoon of Venice|a hike in the Tatra mountains|the old town of Lisbon|the fjords of Norway|a week in Kyoto|the markets of Marrakesh|the coast of Cornwall|an island in the Azores|the lakes of Finland|a night bus to Cusco",
		"is quiet once the day trippers have left|rewards an early start|has a ferry that few guides mention|can be crossed on foot|offers rooms with families|smells of pine and wet stone|is steep at first and level later|looks best from the harbour wall",
		"for N euros a night|within N kilometres of the station|after N hours of daylight|on line N of the tram|in groups of N|when the wind comes from the west|between the two bridges|outside the school holidays",
	),
	topic(
		"music",
		"How should a beginner practise S?|What makes S sound sad?|Which recording of S do you suggest?|How long does S take to learn?|Why is S written in three flats?",
		"a waltz by Chopin|the cello suites|a blues in twelve bars|the oboe solo|a fugue in four voices|the bass line of a tango|scales in thirds|a lullaby for harp|the second violin part|a Bulgarian dance",
		"should be played slowly with a metronome|moves the theme into the left hand|breathes after every phrase|uses a chord that never settles|leans on the open strings|is easier with the fourth finger|sounds warmer with gut strings|hides its rhythm in the accompaniment",
		"at N beats per minute|from bar N on|for N minutes each morning|in the N-th position|with N players|before the repeat|in a small room|without pedal",
	),
];

/** Japanese questions and sentences; `S` is replaced by the subject. */
export const japanese: readonly Topic[] = [
	topic(
		"料理",
		"Sを家で作るにはどうすればよいですか。|Sに合う副菜を教えてください。|Sが水っぽくなるのはなぜですか。|Sを前日に仕込めますか。",
		"肉じゃが|きのこの炊き込みご飯|さばの味噌煮|茶碗蒸し|ほうれん草の白和え|けんちん汁|筑前煮|だし巻き卵",
		"弱火でゆっくり煮ると味がしみます|昆布と鰹節の出汁を使います|火を止めてから味噌を溶きます|仕上げに柚子の皮を散らします|蓋を少しずらして蒸します|水気をよく切ってから和えます",
		"N分ほど置くとさらにおいしくなります|大さじN杯の醤油が目安です|N人分なら鍋は大きめにします|冷めてから切り分けます|翌日は少し水を足して温めます|器も温めておきます",
	),
	topic(
		"天文",
		"Sはいつ見られますか。|Sについて小学生に説明してください。|Sまでの距離はどのくらいですか。|Sを撮影するこつは何ですか。",
		"木星の衛星|ペルセウス座流星群|オリオン大星雲|皆既月食|土星の環|夏の大三角|冬の天の川|金星の満ち欠け",
		"空の暗い場所ほどよく見えます|望遠鏡がなくても楽しめます|季節によって高さが変わります|氷と岩の粒からできています|若い星の光で輝いています|古い記録にも書かれています",
		"N年に一度の機会です|夜のN時ごろが見頃です|およそN光年離れています|三脚を使うと安定します|月明かりを避けます|南の空を探します",
	),
	topic(
		"園芸",
		"Sの水やりはどのくらい必要ですか。|Sの植え替えはいつがよいですか。|Sの葉が黄色くなりました。|Sをベランダで育てられますか。",
		"ミニトマト|朝顔|ブルーベリー|山椒の木|パンジー|さつまいも|バジル|梅の盆栽",
		"日当たりと風通しを好みます|根が水に浸かると弱ります|古い枝を切り戻します|腐葉土を混ぜた土が合います|支柱に軽く結びます|挿し木でも増やせます",
		"N日に一度たっぷり与えます|間隔はNセンチほど空けます|気温がN度を超えてからにします|夕方に作業します|肥料は控えめにします|冬は室内に取り込みます",
	),
	topic(
		"鉄道",
		"Sの歴史を教えてください。|Sに乗るにはどこへ行けばよいですか。|Sの魅力は何ですか。|Sは冬でも走りますか。",
		"山あいのローカル線|港町の路面電車|寝台列車|峠を越える気動車|登山鉄道|海沿いの急行|蒸気機関車|雪国の除雪車",
		"開業当時は貨物が中心でした|窓から棚田が見えます|車内で駅弁を味わえます|沿線の人々に支えられています|鉄橋の上でゆっくり走ります|終点には小さな資料館があります",
		"全長はNキロほどです|一日にN往復走ります|N両編成です|紅葉の時期が人気です|予約は早めにします|冬は時刻が変わります",
	),
];

/** Sentences that only better answers have, and only worse ones, as styles to be told apart. */
export const better = split(
	"Start with the part that takes longest.|Check the result once before you go on.|A simple example makes this clear.|The reason is easy to test at home.|If that is not enough, halve the amount and repeat.|Note the time so that you can compare.",
);
export const worse = split(
	"It depends, maybe.|Whatever works is fine I guess.|There are many things one could say.|Just look it up somewhere.|Hard to tell, honestly.|That is basically it, more or less.",
);

/** Clean sentences that look like faults. */
export const decoys = split(
	"The order number is 4539 1488 0343 6468 and the parcel has 12 parts.|Build 10.4.2.1181 replaced build 10.3.9.0042.|Add @app.route('/items') above the handler.|See ISBN 978-3-16-148410-0, page 12.|The bank may refuse a card that has expired.|Reply politely: \"I am sorry, I cannot attend.\"|On 2023-11-04 the counter stood at 1234-5678-9012.|Version lodash@4.17.21 fixed it.|The sensor at 192.168.100.200 answered.|Room 12-34-56 is on the third floor.|Between 100-200 and 300-400 the scale is linear.|5 Main courses and 3 Long tables were booked.|The tensor product is a@b.weight in this notation.|He said that he could not help laughing.|A deposit of 1,234,567 yen was booked.",
);
export const japaneseDecoys = split(
	"この装置は高温では使用できません。|注文番号は123456789012です。|申込書は3部必要です。|断るときは理由を一言添えましょう。|東京には23の区があります。|型番はAB-1234-5678です。|会議は10-12時です。",
);
