import type { ReviewAsking } from './asking.ts';
import { broken } from './broken.ts';
import { handovers } from './handovers.ts';
import { iceberg } from './iceberg.ts';
import { perception } from './perception.ts';
import { quadrant } from './quadrant.ts';
import { recovery } from './recovery.ts';
import { satisfaction } from './satisfaction.ts';
import { scorecards } from './scorecards.ts';
import { shared } from './shared.ts';
import { staff } from './staff.ts';

/** Asks the sections of a weekly review side by side, each failing alone, once `after` is over: what is more urgent. */
export function askSections(asking: ReviewAsking, after: Promise<unknown> = Promise.resolve()) {
	const begin = after.catch(() => null);
	const ask = <Result>(section: (asking: ReviewAsking) => Promise<Result>): Promise<Result | null> =>
		begin.then(() => section(asking)).catch(() => null);
	return {
		broken: ask(broken),
		recovery: ask(recovery),
		satisfaction: ask(satisfaction),
		perception: ask(perception),
		iceberg: ask(iceberg),
		staff: ask(staff),
		scorecards: ask(scorecards),
		quadrant: ask(quadrant),
		handovers: ask(handovers),
		shared: ask(shared)
	};
}

/** Each section's own promise, so that none waits for another; null where it could not be asked. */
export type Sections = ReturnType<typeof askSections>;

/** The same of a review that was kept: there is nothing to wait for. */
export type SectionsOrKept = { [Name in keyof Sections]: Sections[Name] | Awaited<Sections[Name]> };
