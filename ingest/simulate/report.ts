import type { FrameAnswer } from '#schema/frame.ts';
import type { Progress } from './run.ts';
import type { Traffic } from './traffic.ts';

/** Where words go: a terminal can rewrite its last line, a file cannot. */
export type Screen = { write(text: string): void; isTerminal: boolean };

type Report = {
	screen: Screen;
	format: 'json' | 'text';
	now: () => number;
	counts: () => { accepted: number; duplicates: number; rejected: number; unacknowledged: number };
};

const INTERVAL = { terminal: 200, json: 250, file: 5000 };
const BAR = 24;

/** A rate is that of the last ten to twenty seconds (ms). */
const RECENT = 10_000;

const count = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const bar = (share: number) => '█'.repeat(Math.round(share * BAR)).padEnd(BAR, '░');

/** Tells what is going on: a bar while history is sent, then one line that is kept up to date. */
export function createReport({ screen, format, now, counts }: Report) {
	const interval = format === 'json' ? INTERVAL.json : screen.isTerminal ? INTERVAL.terminal : INTERVAL.file;
	let trouble = '';
	let refused = '';
	let told = -Infinity;
	let phase: Progress['phase'] | undefined;
	let marks = [{ at: 0, sent: 0 }];
	let open = false;

	function line(text: string, lasting: boolean) {
		if (!screen.isTerminal) return screen.write(`${text}\n`);
		screen.write(`\r\u001b[K${text}${lasting ? '\n' : ''}`);
		open = !lasting;
	}

	/** The later of the two marks is moved on when it is old: the rate follows the traffic, without jitter. */
	function perSecond(sent: number): number {
		const [first = { at: now(), sent }, second = first] = marks;
		if (now() - second.at >= RECENT) marks = [second, { at: now(), sent }];
		return (sent - first.sent) / Math.max(0.001, (now() - first.at) / 1000);
	}

	function status({ phase, sent, total }: Progress): string {
		const rate = `${count.format(perSecond(sent))}/s`;
		const { rejected, unacknowledged } = counts();
		const bad =
			(rejected > 0 ? ` · ${count.format(rejected)} refused ${refused}` : '') + (trouble && ` · ${trouble}`);
		if (phase === 'live')
			return `Live     ${count.format(sent)} events · ${rate} · ${count.format(unacknowledged)} on the way${bad}`;
		const share = total > 0 ? sent / total : 1;
		return `History  ${bar(share)} ${count.format(100 * share)} % · ${count.format(sent)} events · ${rate}${bad}`;
	}

	/** At most so often, but always the first of a phase and the end of the history. */
	function progress(step: Progress) {
		const fresh = step.phase !== phase;
		const done = step.phase === 'history' && step.sent > 0 && step.sent === step.total;
		if (!fresh && !done && now() - told < interval) return;
		if (fresh) marks = [{ at: now(), sent: step.sent }];
		phase = step.phase;
		told = now();
		if (format === 'json') screen.write(`${JSON.stringify(step)}\n`);
		else line(status(step), done);
	}

	return {
		progress,
		/** One line for keeps. */
		say(text: string) {
			if (format === 'text') line(text, true);
		},
		/** What the connection is doing, as long as that is not simply sending. */
		state(state: 'connecting' | 'connected' | 'waiting', detail = '') {
			const next =
				state === 'waiting' ? `waiting for ingest (${detail || 'no answer'}); is npm start running?` : '';
			if (next && next !== trouble && format === 'text') line(next, true);
			trouble = next || (state === 'connecting' ? trouble : '');
		},
		answered({ rejected: [first] }: FrameAnswer) {
			if (first) refused = `(${[first.path, first.detail].filter(Boolean).join(': ')})`;
		},
		/** Leaves the terminal on a line of its own. */
		end() {
			if (open) screen.write('\n');
			open = false;
		}
	};
}

/** What is about to run, for the first lines on the terminal. */
export function describe(
	traffic: Traffic,
	asked: { days: number; rate: number; seed: string; url: string; zone: string; live: boolean; start: number }
): string[] {
	const time = new Intl.DateTimeFormat('en-GB', {
		timeZone: asked.zone,
		weekday: 'short',
		day: 'numeric',
		month: 'short',
		hour: '2-digit',
		minute: '2-digit'
	});
	const people = traffic.teams.reduce((sum, { agents }) => sum + agents.length, 0);
	const history =
		asked.days > 0
			? [
					`${asked.days} ${asked.days === 1 ? 'day' : 'days'} of history (about ${count.format(traffic.historyEvents)} events)`
				]
			: [];
	const live = asked.live ? [`live at ${asked.rate} events/s at the peaks`] : [];
	return [
		`Simulating ${traffic.teams.length} teams, ${people} people: ${[...history, ...live].join(', then ')}.`,
		`To ${asked.url} · seed ${asked.seed} · run ${traffic.run} · zone ${asked.zone} · source touchstone/simulator`,
		...traffic.incidents
			.filter(({ from }) => asked.live || from < asked.start)
			.map(({ team, from, to }) => `Incident  ${team}: ${time.formatRange(from, to)}`)
	];
}
