import type { Texts } from "./texts.ts";

const list = (items: readonly string[]) => items.join("、");

/** The report in Japanese. */
export const japanese: Texts = {
	language: "ja",
	kind: "パイロット報告書",
	contents: "目次",
	summary: "要約",
	plane: "向上と移動距離",
	arms: "全方式・全指標の比較",
	changes: "そのほかの変化",
	learning: "学習曲線",
	monitors: "学習中の監視値",
	rates: "学習率の調整",
	runs: "実行の記録",
	samples: "回答の比較",
	recipe: "次に使うレシピ",
	recipeNote:
		"recipe.yaml として保存し、次を実行します: npx temper-lm train recipe.yaml",
	noRecipe: "推奨できる方式がないため、レシピはありません。",
	copy: "コピー",
	copied: "コピーしました",
	method: "測定方法",
	theme: { auto: "表示: 自動", light: "表示: ライト", dark: "表示: ダーク" },
	verdict: { ship: "リリース可", doNotShip: "リリース不可", none: "判定なし" },
	conditions: "リリースの条件",
	tiles: {
		gain: "目標の向上",
		worst: "維持すべき能力の最大の悪化",
		moved: "元のモデルからの移動距離",
		cost: "学習と測定",
		interval: ({ interval }) => `95%区間 ${interval}`,
		insideNoise: ({ axis }) => `${axis}(偶然と誤差の範囲内)`,
		beyondNoise: ({ axis }) => `${axis}(誤差を超える悪化)`,
		times: ({ times, arm }) => `「${arm}」は${times}倍`,
		runs: ({ arms, runs }) => `${arms}方式・${runs}回の学習`,
		notMeasured: "未測定",
	},
	units: {
		accuracy: "正答率",
		share: "割合",
		"share of tokens": "トークンの割合",
		"share won": "勝率",
		agreement: "回答の一致率",
		score: "得点",
		"nats per token": "nat/トークン",
		tokens: "トークン",
		characters: "文字",
		seconds: "秒",
	},
	points: "ポイント",
	percent: (name) => `${name}(%)`,
	amount: (number, unit) =>
		/^[a-z]/i.test(unit) ? `${number}\u00a0${unit}` : `${number}${unit}`,
	interval: (low, high) => `${low}〜${high}`,
	list,
	space: "",
	colon: ": ",
	headline: {
		gain: ({ arm, axis, base, value, gain, interval }) =>
			`推奨は「${arm}」です。「${axis}」で元のモデルの${base}に対して${value}に達し、${gain}向上しました(95%区間 ${interval})。`,
		gainRefused: ({ arm, axis, base, value, gain, interval }) =>
			`許容範囲内で最も向上したのは「${arm}」です。「${axis}」で元のモデルの${base}に対して${value}に達し、${gain}向上しました(95%区間 ${interval})。`,
		gainUnclear: ({ arm, axis, gain, interval }) =>
			`最良は「${arm}」ですが、「${axis}」の向上${gain}は偶然かもしれません(95%区間 ${interval})。`,
		gainUnknown: ({ arm }) =>
			`推奨は「${arm}」です。向上の程度は測定されていません。`,
		lost: (losses, moved) =>
			`一方、${list(losses)}悪化しました。${moved === null ? "" : `${moved}。`}`,
		loss: ({ axis, amount }) => `「${axis}」が${amount}`,
		kept: (moved) =>
			`維持すべき能力に、偶然と誤差を超える悪化はありません。${moved === null ? "" : `${moved}。`}`,
		nothingToKeep: (moved) =>
			`維持すべき能力は測定されていません。${moved === null ? "" : `${moved}。`}`,
		moved: ({ distance }) => `元のモデルからの移動距離は${distance}です`,
		ship: (count) =>
			count === 0
				? "リリースできます。"
				: `${count}件の条件をすべて満たし、リリースできます。`,
		doNotShip: ({ failed, count, axes }) =>
			failed === 0
				? "リリースできません。"
				: `${count}件の条件のうち${failed}件(${axes})を満たさないため、リリースできません。`,
		noVerdict:
			"リリースの条件は定められていないため、ご自身で判断してください。",
		none: "元のモデルをそのまま使ってください。パレート最適な方式の中に、元のモデルより確実に良く、維持すべき能力も保つものはありません。",
		noneBest: ({ arm, axis, gain, interval }) =>
			`「${axis}」の向上が最も大きいのは「${arm}」の${gain}です(95%区間 ${interval})。`,
		nothingGauged:
			"目標の向上をどの方式でも測れなかったため、推奨できるものはありません。",
		nothingFinished: "完了した方式がまだないため、比較できません。",
		rival: ({ arm, rival, difference, more, times }) =>
			`「${rival}」の向上は「${arm}」より${difference}${more ? "大きく" : "小さく"}${times === null ? "なりました。" : `、移動距離は${times}倍です。`}`,
	},
	notes: {
		heading: "注意点",
		coarse: ({ questions, axis, least }) =>
			`「${axis}」は${questions}問なので、約${least}未満の向上は偶然と区別できません。質問かシードを増やしてください。`,
		askedInTraining: ({ task, asked, questions }) =>
			`「${task}」の${questions}問のうち${asked}問は学習データにも含まれるため、記憶を測っていることになります。`,
		baseUnscored: ({ count, reason }) =>
			`元のモデルの回答${count}件は採点できず、どの方式の向上にも含めていません。最初の理由: ${reason}`,
		turnEnds: ({ taught, named }) =>
			`チャットテンプレートは発話を${list(taught)}で閉じますが、モデル自身のファイルが終わりとするのは${list(named) || "なし"}です。npx temper-lm export以外で書き出したモデルは止まらないことがあります。`,
		seedsLeftOut: ({ seeds, limit }) =>
			`シード${list(seeds.map(String))}では、どの方式も学習していません。学習すると、制限時間の${limit}を超える見込みだったためです。`,
		late: ({ limit, took }) =>
			`パイロットには、制限時間の${limit}を超える${took}がかかりました。`,
		armUnscored: ({ arm, count }) =>
			`「${arm}」の回答${count}件は採点できず、向上に含めていません。理由は「実行の記録」にあります。`,
		armFailed: ({ arm, reason }) =>
			`「${arm}」は一度も完了しませんでした: ${reason}`,
		belowChance: ({ axis, value, chance }) =>
			`「${axis}」では元のモデルの値(${value})が、何も知らない場合(${chance})より悪いため、そこでの変化から言えることはわずかです。`,
		atTheEdge: ({ arms, end }) =>
			`${list(arms.map((arm) => `「${arm}」`))}には、試した中で最も${end === "highest" ? "高い" : "低い"}学習率が選ばれました。さらに${end === "highest" ? "高い" : "低い"}学習率のほうが良い可能性があります。`,
		leashNotHeld: ({ arm, runs, of }) =>
			`「${arm}」は、完了した${of}回の学習のうち${runs}回で移動の上限を守れませんでした。`,
		leashAtLimit: ({ arm, runs, of, strength, value }) =>
			`「${arm}」では、完了した${of}回の学習のうち${runs}回で、${strength === "penalty" ? "罰則" : strength}の強さが上限(${value})に達して終わりました。移動の上限に対して学習率が高すぎます。`,
		leashDrawnBack: ({ arm, runs, of, share }) =>
			`「${arm}」では、完了した${of}回の学習のうち${runs}回が移動の上限の外で終わったため、元のモデルのほうへ引き戻しました(最小で道のりの${share})。学習率を下げるか上限を広げると、さらに向上する可能性があります。`,
		alarms: {
			"likelihood-displacement": ({ arm, runs, of }) =>
				`「${arm}」では、完了した${of}回の学習のうち${runs}回で、選ばれた回答の確率が下がりました(尤度変位)。`,
			"reward-without-score": ({ arm, runs, of }) =>
				`「${arm}」では、完了した${of}回の学習のうち${runs}回で、報酬が上がっても課題の得点が上がりませんでした。`,
			"length-runaway": ({ arm, runs, of }) =>
				`「${arm}」では、完了した${of}回の学習のうち${runs}回で、生成した回答が通常より大幅に長くなりました。`,
			"end-rate": ({ arm, runs, of }) =>
				`「${arm}」では、完了した${of}回の学習のうち${runs}回で、自ら終わる回答の割合が下がりました。`,
		},
	},
	condition: {
		improve: ({ axis, bound }) => `「${axis}」の向上が${bound}を超える`,
		mayFall: ({ axis, bound }) => `「${axis}」の低下が${bound}以内`,
		mayRise: ({ axis, bound }) => `「${axis}」の増加が${bound}以内`,
		atMost: ({ axis, bound }) => `「${axis}」が${bound}以下`,
		atLeast: ({ axis, bound }) => `「${axis}」が${bound}以上`,
		measured: (value, bound) =>
			bound === null
				? `測定値 ${value}`
				: `測定値 ${value}、片側の限界値 ${bound}`,
		questionsTell: ({ count, questions }) =>
			`判断には約${count}問が必要です(今回は${questions}問)。`,
		seedsTell:
			"シード間の差が大きいため、質問を増やしても判断できません。シードを増やすと判断できる可能性があります。",
		bounds: (level) =>
			`括弧内は、表と同じ両側95%区間です。判定には片側の限界値を使います。それぞれの有意水準は${level}で、これは条件の水準を、比較した方式の数で割った値です。`,
		holds: "達成",
		fails: "未達",
	},
	chart: {
		planeTitle: "各方式の向上と、そのために動いた距離",
		planeNote:
			"上ほど向上が大きく、左ほど元のモデルに近いことを示します。大きな記号は各方式と縦横の95%区間、小さな記号は各シードです。破線の上にある方式は、向上と移動距離の両方で他の方式に負けていません。",
		planeLeash:
			"移動の上限は、学習中に測る一般文で守られます。図の距離は課題のすべての一般文で測ったもので、上限をわずかに超えることがあります。",
		planeX: ({ axis, unit }) => `元のモデルからの移動距離: ${axis}(${unit})`,
		planeY: ({ axis, unit }) => `「${axis}」の向上(${unit})`,
		planeMissing:
			"向上と移動距離の両方を測定できた方式がないため、図はありません。",
		notInPlane: (arms) => `測定値がないため図に示していない方式: ${arms}`,
		front: "フロント",
		noise: "誤差",
		leash: (bound) => `移動の上限 ${bound}`,
		base: "元のモデル",
		planeAlt: ({ x, y, points }) => `散布図。縦軸は${y}、横軸は${x}。${points}`,
		point: ({ arm, x, y }) => `${arm}: 向上 ${y}、移動距離 ${x}`,
		seed: ({ arm, seed, x, y }) =>
			`${arm}、シード ${seed}: 向上 ${y}、移動距離 ${x}`,
		change: ({ unit, better }) =>
			better === "higher"
				? `変化(${unit}、右ほど良い →)`
				: `変化(${unit}、← 左ほど良い)`,
		changeAlt: ({ axis, points }) =>
			`「${axis}」の元のモデルからの変化。${points}`,
		changesNote:
			"元のモデルとの差を問題ごとに対応させて求め、95%区間とともに示します。灰色の帯は測定の誤差、つまり元のモデルを繰り返し測ったときの差です。",
		compressed: "外れ値は近づけて表示",
		step: "最適化のステップ",
		nllTitle: "検証データでの損失",
		nllY: "検証データの NLL(nat/トークン)",
		klTitle: "元のモデルからの距離",
		klY: "一般文での KL(元 ‖ 調整後)(nat/トークン)",
		mThetaTitle: "学習データの回答での m_θ",
		mThetaY: "元のモデルからの対数確率の伸び(nat/トークン)",
		curvesNote:
			"太線は完了したシードの平均(早く終わった実行は最後の値で数えます)、細線は各実行です。",
		curveAlt: ({ title, ends }) => `${title}の推移。最後の値: ${ends}`,
		ratesX: "学習率",
		ratesY: "得点",
		ratesOn: ({ axis, unit }) => `${axis}: ${unit}`,
		ratesNote:
			"どの方式も同じ規則と同じ手間で調整し、目標の得点が最も良い学習率を採用しました。この選択に使った問題は、その後の測定には使っていません。",
		ratesFilled: "塗りつぶした記号が採用値です。",
		rateAlt: ({ arm, chosen, points }) =>
			`${arm}: 学習率ごとの得点。採用は ${chosen}。${points}`,
		chosen: "採用",
		noScore: "結果なし",
		notTuned: ({ arm, rate }) => `${arm}: ${rate}(指定値、調整なし)`,
	},
	monitor: {
		note: "学習データについて学習中に記録した値です。各点は直前の点からのステップの平均、線は完了したシードの平均、数値は最後の点の値です。参照モデルと比べる目的関数の β は、0 に近いほど抑えが効かず、大きいほど参照モデルの近くにとどまります。",
		names: {
			gradNorm: "勾配ノルム(クリッピング前)",
			entropy: "エントロピー(nat)",
			meanP: "学習対象トークンの平均確率",
			shareBelow01: "確率0.1未満のトークン(%)",
			shareAbove09: "確率0.9超のトークン(%)",
			effectiveShare: "実効トークン数(全体に対する%)",
			a: "回答の重み a",
			deltaPerToken: "Δ/m(nat/トークン)",
			mTheta: "m_θ(MinorSFT の逸脱指標)",
			pairAccuracy: "正しい順序の対(%)",
			pairMargin: "報酬の差",
			chosenDelta: "選ばれた回答の変化(nat/トークン)",
		},
	},
	table: {
		arm: "方式",
		base: "元のモデル",
		chance: "偶然の水準",
		noise: "測定誤差",
		role: {
			target: "目標",
			retention: "維持",
			wording: "言い換え",
			deviation: "移動距離",
		},
		better: { higher: "高いほど良い", lower: "低いほど良い" },
		best: "最良",
		changeFrom: "元のモデルからの変化",
		isBetter: "元のモデルより良い",
		isWorse: "元のモデルより悪い",
		bestOnPage: "点付きの太字",
		bestInText: "太字",
		legend: (best) =>
			`値と95%区間、続いて元のモデルからの変化とその95%区間です。${best}は全方式の中の最良値。▲は改善、▼は悪化で、区間が0を含まず、変化が測定誤差を超えるものに付けています。偶然の水準は、何も知らない回答者が得る値です。`,
		recommended: "推奨",
		onFront: "パレート最適",
		missing: "未測定",
		options: "設定",
		measure: "指標",
		questions: "問題数",
		compared: ({ compared, questions }) => `${questions}問中${compared}問`,
	},
	run: {
		run: "実行",
		seed: "シード",
		rate: "学習率",
		state: "状態",
		states: { finished: "完了", stopped: "打ち切り", failed: "失敗" },
		time: "時間",
		memory: "最大メモリ",
		total: "全実行",
		remarks: "備考",
		noReason: "理由は記録されていません",
		otherRates: "ほかの学習率のほうが良い得点でした",
		tiedRates:
			"ほかの学習率と同点でした。同点の場合は、学習に使わない行の損失が低いほうを選びます",
		otherBetas: (by) =>
			`β の比較で ${by} のほうが高得点でした。β が大きいほど参照モデルの近くにとどまり、小さいほど抑えが効きません`,
		outdone: (by) =>
			`「${by}」のほうが得点が良く、元のモデルからの移動も小さくなりました`,
		nothingScored: "採点できた回答がありません",
		unfinished: "完了していません",
		unscored: ({ count, reason }) =>
			`回答${count}件は採点できませんでした。最初の理由: ${reason}`,
		alarms: {
			"likelihood-displacement": ({ step }) =>
				`ステップ${step}から、選ばれた回答の確率が下がりました(尤度変位)`,
			"reward-without-score": ({ step }) =>
				`ステップ${step}までに、報酬が上がっても課題の得点が上がりませんでした`,
			"length-runaway": ({ step }) =>
				`ステップ${step}までに、生成した回答が通常より大幅に長くなりました`,
			"end-rate": ({ step }) =>
				`ステップ${step}で、自ら終わる回答の割合が下がりました`,
		},
		leash: (p) =>
			[
				`移動の上限${p.held ? "内" : "を守れませんでした"}: 一般文での${p.measure === "kl" ? " KL " : " NLL の増加 "}${p.value}(${p.interval})、上限 ${p.bound}`,
				...(p.strength === null
					? []
					: [`${p.strength.name} の最後の値 ${p.strength.value}`]),
				...(p.drawnBack === null
					? []
					: [`元のモデルからの道のりの${p.drawnBack}まで引き戻しました`]),
				...(p.stopped === null
					? []
					: [`ステップ${p.stopped}で早めに終了しました`]),
			].join("; "),
		noArms: "このパイロットには方式がありません。",
		noRuns: "実行は始まっていません。",
		counts: ({ finished, runs }) => `${runs}回中${finished}回完了`,
	},
	sample: {
		prompt: "質問",
		expected: "期待する回答",
		answer: "回答",
		by: "回答者",
		score: "得点",
		noScore: "得点なし",
		empty: "(空)",
		showAll: (characters) => `全${characters}文字を表示`,
		cut: (characters) => `残り${characters}文字は報告書の JSON にあります。`,
		more: (count) => `残り${count}問は報告書の JSON にあります。`,
		none: "回答例はありません。",
		note: "同じ質問に対する、元のモデルと各方式の最良の実行の回答です。",
	},
	how: {
		measures: "指標",
		means: {
			target: "調整の目標",
			retention: "元のまま維持すべき能力",
			wording: "目標を別の言い方で尋ねたもの",
			deviation: "元のモデルからの移動距離",
		},
		unit: "単位",
		stands: "意味",
		data: "データ",
		rows: (count) => `${count}行`,
		hash: "SHA-256",
		model: "元のモデル",
		machine: "実行環境",
		created: "作成日時",
		seeds: "シード",
		time: "所要時間",
		intervals: "区間",
		intervalsText:
			"問題とシードにわたる95%区間です。向上は元のモデルとの差で、問題ごとに対応させて求めています。",
		consistencyText:
			"consistency(一貫性)は、同じ質問を別の言い方で尋ねたときの回答の組のうち、正誤にかかわらず一致した割合です。質問ごとに求めて平均しています。",
		noiseText:
			"測定誤差は、元のモデルを繰り返し測ったときの差の95%区間の幅の半分です。",
		noData: "データセットの記載はありません。",
		machineText: ({ cpu, cores, memory, platform, versions }) =>
			`${cpu}、${cores}コア、${memory}、${platform}; ${versions}`,
	},
};
