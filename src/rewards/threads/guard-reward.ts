import { fault, type Outcome, outcomeOf, scoreOf } from "../outcome.ts";
import type { Reward, RewardFunction } from "../reward.ts";
import { limitTime, seconds } from "./time-limit.ts";

/**
 * A function as a named reward. Its score rejects with `data`, naming the reward and the row, if the function throws,
 * gives anything but a finite number, or leaves its promise open for longer than `timeLimit` seconds. It runs in this
 * thread, where nothing can stop an endless loop: a module named in a recipe runs in a thread of its own.
 */
export function guardReward(
	name: string,
	reward: Reward,
	{ timeLimit = 10 }: { readonly timeLimit?: number } = {},
): RewardFunction {
	return {
		name,
		async score(answer) {
			const outcome = await new Promise<Outcome>((resolve) => {
				const milliseconds = timeLimit * 1000;
				const stop = limitTime(milliseconds, () =>
					resolve(fault(`nothing within ${seconds(milliseconds)}`)),
				);
				void outcomeOf(reward, answer).then((outcome) => {
					stop();
					resolve(outcome);
				});
			});
			return scoreOf(name, answer, outcome);
		},
	};
}
