/** Frequent English words that say nothing of a topic. */
export const stopWords: ReadonlySet<string> = new Set(
	`about above after again all also and any are aren because been before being below between both but can cannot could did didn does doesn doing don down during each every few find for from further get give given had has hasn have haven having her here hers herself him himself his how into isn its itself just let like make many may might more most much must myself need nor not now off once one only other our ours out over own please same say says she should show shouldn some such take tell than that the their theirs them then there these they this those through too two under until use used using very want was wasn way were what when where whether which while who whom whose why will with without won would wouldn write yes you your yours yourself following answer question explain describe create generate provide list sentence word words example based name first new good people day time year years number total if it in is of on or to by be as at an my we us up so no do go me he am`.split(
		/\s+/,
	),
);
