import { createContext } from 'svelte';
import type { Pulse } from '#schema/kpi.ts';
import type { SourcesState } from '#schema/source-state.ts';
import { CatchUp } from './catch-up.ts';
import type { Freshness, SpoolState } from './freshness.ts';
import {
	asOf,
	nameOf,
	REVOKED,
	subjectOf,
	type LiveAnswer,
	type LiveAnswers,
	type LiveAsk
} from './live-ask.ts';
import { readBuild, readMessage, type LiveMessage } from './live-message.ts';

/** The server beats every second: who has heard nothing for so long is told so within five. */
const SILENT_S = 4;
/** A connection that has said nothing for so long is made anew. */
const DEAD_MS = 10_000;
/** What was taken in is stored within a second: where it waits for longer, numbers are behind. */
const BEHIND_MS = 5_000;
const BACK_OFF_MS = [500, 1000, 2000, 4000, 8000] as const;

/** What a page's first load brought: the questions it asked, which of them are calm, and the answers. */
export type Seed = { asks: LiveAsk[]; calm: number[]; answers: LiveAnswers };

/**
 * The page's one live connection. It keeps the last answers through every trouble: a screen shows old numbers
 * marked as old, never none.
 */
export class Live {
	#pulse = $state.raw<Pulse | null>(null);
	#sources = $state.raw<SourcesState | null>(null);
	#answers = $state.raw<LiveAnswers>([]);
	#answeredAt = $state.raw<(number | null)[]>([]);
	#boards = $state.raw<Record<string, number> | null>(null);
	#build = $state('');
	#spool = $state.raw<SpoolState | null>(null);
	#catchingUp = $state(false);
	#soundAt = $state('');
	#seed = $state.raw<Seed | null>(null);
	#connected = $state(false);
	#revoked = $state(false);
	#now = $state(0);
	#heard = $state(0);
	#asks: LiveAsk[] = [];
	#calm: number[] = [];
	#asked = '';
	#catchUp = new CatchUp();
	/** Answers that were older than what the page had from its load. */
	#older: (LiveAnswer | undefined)[] = [];
	#connections = 0;
	#isNew = false;
	#ill = false;
	#socket: WebSocket | null = null;
	#failures = 0;
	#offsetMs = 0;

	get connected() {
		return this.#connected;
	}

	/** This screen's token was taken from it: it hears nothing more. */
	get revoked() {
		return this.#revoked;
	}

	/** The server's clock, ticking; 0 before the page is in a browser. */
	get now() {
		return this.#now === 0 ? 0 : this.#now + this.#offsetMs;
	}

	/** When the server was last heard, by its clock. */
	get heard() {
		return this.#heard + this.#offsetMs;
	}

	/** Nothing was heard for longer than the server is ever silent. */
	get lost() {
		return this.#now > 0 && this.#now - this.#heard > SILENT_S * 1000;
	}

	/** Something was away, and not every number is of after that yet. */
	get catchingUp() {
		return this.#catchingUp;
	}

	/** When what waits to be stored for longest was taken in, where that is so long that numbers are behind; else null. */
	get behindSince() {
		const oldest = this.#spool?.oldest_at ?? null;
		return oldest !== null && this.now - oldest > BEHIND_MS ? oldest : null;
	}

	/** The server's clock when all was last well; '' when it never was on this page. */
	get soundAt() {
		return this.#soundAt;
	}

	/** How what feeds the numbers is; null before it is known. */
	get sources() {
		return this.#sources;
	}

	/** Which version of each board there is; null before it is known. */
	get boards() {
		return this.#boards;
	}

	/** Which version of the pages the server has; '' before it is known. */
	get build() {
		return this.#build;
	}

	/** The latest pulse, from the connection or else from the load. */
	pulseOr(loaded: Pulse): Pulse {
		const live = this.#pulse;
		return live && live.as_of > loaded.as_of ? live : loaded;
	}

	/** The latest answers to what a load asked. */
	answersTo(seed: Seed): LiveAnswers {
		return this.#seed === seed ? this.#answers : seed.answers;
	}

	/** As of when each answer to what a load asked is, also where it was the same again; null where there is none. */
	answeredAt(seed: Seed): (number | null)[] {
		return this.#seed === seed ? this.#answeredAt : seed.answers.map(asOf);
	}

	/** Starts from what a load brought. */
	show(seed: Seed) {
		this.#seed = seed;
		this.#answers = seed.answers;
		this.#answeredAt = seed.answers.map(asOf);
		this.#older = [];
		this.#turn(seed.asks, seed.calm);
	}

	/** Asks anew, as when a day begins: the old answers stay until the new ones are here. `calm`: places of questions to be answered seldom. */
	ask(asks: LiveAsk[], calm: number[] = []) {
		if (nameOf(asks) === nameOf(this.#asks)) return;
		this.#answeredAt = asks.map(() => null);
		this.#older = [];
		if (this.#pulse && asks.length > 0) this.#away(Date.parse(this.#pulse.as_of));
		this.#turn(asks, calm);
	}

	#turn(asks: LiveAsk[], calm: number[]) {
		this.#asks = asks;
		this.#calm = calm;
		this.#send();
	}

	/** A page without numbers. */
	rest() {
		this.#seed = null;
		this.ask([]);
	}

	/** Connects, and again after every loss; returns how to stop for good. */
	open(address: string): () => void {
		let retry: ReturnType<typeof setTimeout> | undefined;
		let stopped = false;
		let begun = Date.now();
		this.#heard = this.#now = begun;
		const clock = setInterval(() => {
			this.#now = Date.now();
			if (this.#now - Math.max(this.#heard, begun) > DEAD_MS) renew();
		}, 1000);

		/** A network that was cut tells nobody: what says nothing for so long is given up, without waiting for its farewell. */
		const renew = () => {
			if (stopped || this.#revoked || this.#socket === null) return;
			clearTimeout(retry);
			this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
			this.#socket.close();
			this.#connected = false;
			connect();
		};

		const connect = () => {
			begun = Date.now();
			const socket = new WebSocket(address);
			this.#socket = socket;
			socket.onopen = () => {
				this.#connected = true;
				this.#failures = 0;
				this.#connections++;
				this.#isNew = true;
				this.#asked = '';
				this.#send();
			};
			socket.onmessage = ({ data }) => this.#receive(String(data));
			socket.onclose = ({ code }) => {
				this.#connected = false;
				this.#revoked = code === REVOKED;
				if (stopped || this.#revoked) return;
				const wait = BACK_OFF_MS[Math.min(this.#failures++, BACK_OFF_MS.length - 1)] ?? 8000;
				// Spread out: a hundred screens do not come back in the same moment.
				retry = setTimeout(connect, wait * (0.5 + Math.random()));
			};
		};
		connect();

		return () => {
			stopped = true;
			clearInterval(clock);
			clearTimeout(retry);
			this.#socket?.close();
		};
	}

	#send() {
		if (this.#socket?.readyState !== WebSocket.OPEN) return;
		const frame = JSON.stringify({ ask: this.#asks, calm: this.#calm, name: nameOf(this.#asks) });
		if (frame === this.#asked) return;
		this.#asked = frame;
		this.#socket.send(frame);
	}

	#receive(text: string) {
		const wasOld = this.lost || this.behindSince !== null;
		this.#heard = this.#now = Date.now();
		const message = readMessage(text);
		this.#build = (message ? message.build : readBuild(text)) ?? this.#build;
		// It is there, though it says what this page does not understand.
		if (!message) return;
		if (message.pulse) this.#hearPulse(message.pulse);
		if (message.sources) this.#sources = message.sources;
		if (message.boards) this.#boards = message.boards;
		if (message.answers && this.#asks.length > 0) this.#hearAnswers(message.answers);
		if (message.fresh) this.#spool = message.fresh.spool ?? null;
		this.#judge(wasOld);
		if (message.fresh) this.#hearFreshness(message.fresh);
	}

	#hearPulse(pulse: Pulse) {
		this.#pulse = pulse;
		if (pulse.trouble === null) this.#soundAt = pulse.as_of;
		this.#offsetMs = Date.parse(pulse.as_of) - this.#heard;
	}

	/** Whether what is shown may be from before something was away. */
	#judge(wasOld: boolean) {
		if (!this.#pulse) return;
		const again = this.#isNew && this.#connections > 1;
		this.#isNew = false;
		const { trouble, as_of } = this.#pulse;
		const ill = trouble !== null || Boolean(this.#sources?.ingest_away_since) || this.behindSince !== null;
		// Also of the first word after: what came in until then is to be caught up with.
		const wasIll = this.#ill;
		this.#ill = ill;
		if (wasOld || again || ill || wasIll) this.#away(Date.parse(as_of));
	}

	#away(at: number) {
		this.#catchUp.begin(at);
		this.#catchingUp = true;
	}

	#hearAnswers(told: NonNullable<LiveMessage['answers']>) {
		const answers = [...this.#answers];
		const answeredAt = [...this.#answeredAt];
		for (const { index, answer, at = answer && asOf(answer) } of told) {
			// An answer to what the page asked before it turned to something else.
			const asked = this.#asks[index];
			if (answer !== null && (!asked || subjectOf(asked) !== subjectOf(answer))) continue;
			if (answer && this.#isOlder(at, answeredAt[index])) {
				this.#older[index] = answer;
				continue;
			}
			this.#older[index] = undefined;
			answers[index] = answer;
			answeredAt[index] = at;
		}
		this.#answers = answers;
		this.#answeredAt = answeredAt;
	}

	/** Others may have asked before this page was loaded: it has newer numbers. Unless the server's clock was set back. */
	#isOlder(at: number | null, known: number | null | undefined): boolean {
		return at !== null && known != null && at < known && known <= this.now;
	}

	#hearFreshness(fresh: Freshness) {
		if (fresh.name !== nameOf(this.#asks)) return;
		const since = this.#answeredAt;
		// What was older than the page's has been answered since, and was the same.
		this.#older = this.#older.map((answer, index) => {
			if (!answer || this.#isOlder(fresh.answered_at[index] ?? null, since[index])) return answer;
			this.#answers = this.#answers.with(index, answer);
			return undefined;
		});
		this.#answeredAt = fresh.answered_at.map((at, index) => {
			const known = since[index] ?? null;
			return at === null || this.#older[index] ? known : at;
		});
		this.#catchUp.hear(fresh);
		this.#catchingUp = this.#catchUp.going;
	}
}

export const [getLive, setLive] = createContext<Live>();
