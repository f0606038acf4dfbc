export type Step = { label: string; unit: string; done: number; share: number; elapsed_s: number };

const BAR = 24;
const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** How often a terminal is redrawn, and a line is written where there is none. */
const REDRAW_MS = 100;
const LINE_MS = 5_000;

/** As 7 s, 1 min 05 s, 2 h 03 min. */
export function durationText(seconds: number): string {
	const whole = Math.round(seconds);
	const pad = (value: number) => String(value).padStart(2, '0');
	if (whole < 60) return `${whole} s`;
	if (whole < 3600) return `${Math.floor(whole / 60)} min ${pad(whole % 60)} s`;
	return `${Math.floor(whole / 3600)} h ${pad(Math.floor((whole % 3600) / 60))} min`;
}

/** One line: percent, how many, rate, time left; with a bar in a terminal. `share` is what is done, 0 to 1. */
export function progressText(
	{ label, unit, done, share, elapsed_s }: Step,
	{ bar }: { bar: boolean }
): string {
	const part = Math.min(1, Math.max(0, share));
	const filled = Math.round(part * BAR);
	const drawn = bar ? `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ` : '';
	const rate = elapsed_s > 0 ? ` · ${number.format(done / elapsed_s)}/s` : '';
	const left =
		part > 0 && part < 1 && elapsed_s > 0 ? ` · ${durationText((elapsed_s / part) * (1 - part))} left` : '';
	return `${label} ${drawn}${Math.floor(part * 100)} % · ${number.format(done)} ${unit}${rate}${left}`;
}

export type Progress = {
	/** Starts a step: its figures are told from here on. */
	start(label: string, unit: string): void;
	update(done: number, share: number): void;
	/** Says something without breaking the bar. */
	say(line: string): void;
	/** Ends the step, leaving its last line. */
	end(): void;
};

/** Tells how far it is: a bar that redraws itself in a terminal, a line now and then elsewhere. */
export function createProgress(options: {
	write: (text: string) => void;
	terminal: boolean;
	now: () => number;
}): Progress {
	const { write, terminal, now } = options;
	let step: Step | undefined;
	let startedAt = 0;
	let toldAt = 0;

	function tell(current: Step) {
		toldAt = now();
		const text = progressText({ ...current, elapsed_s: (toldAt - startedAt) / 1000 }, { bar: terminal });
		write(terminal ? `\r\x1b[2K${text}` : `${text}\n`);
	}

	return {
		start(label, unit) {
			startedAt = toldAt = now();
			step = { label, unit, done: 0, share: 0, elapsed_s: 0 };
		},
		update(done, share) {
			if (!step) return;
			Object.assign(step, { done, share });
			if (now() - toldAt >= (terminal ? REDRAW_MS : LINE_MS)) tell(step);
		},
		say(line) {
			write(terminal ? `\r\x1b[2K${line}\n` : `${line}\n`);
		},
		end() {
			if (step) tell(step);
			if (step && terminal) write('\n');
			step = undefined;
		}
	};
}
