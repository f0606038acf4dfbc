import { createContext } from 'svelte';
import type { Pulse } from '#schema/kpi.ts';
import type { SourcesState } from '#schema/source-state.ts';
import { REVOKED, subjectOf, type LiveAnswers, type LiveAsk } from './live-ask.ts';
import { readMessage } from './live-message.ts';

/** The server beats every second: who has heard nothing for so long is told so within five. */
const SILENT_S = 4;
/** A connection that has said nothing for so long is made anew. */
const DEAD_MS = 10_000;
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
	#soundAt = $state('');
	#seed = $state.raw<Seed | null>(null);
	#connected = $state(false);
	#revoked = $state(false);
	#now = $state(0);
	#heard = $state(0);
	#asks: LiveAsk[] = [];
	#calm: number[] = [];
	#asked = '';
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

	/** The server's clock when all was last well; '' when it never was on this page. */
	get soundAt() {
		return this.#soundAt;
	}

	/** How what feeds the numbers is; null before it is known. */
	get sources() {
		return this.#sources;
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

	/** Starts from what a load brought. */
	show(seed: Seed) {
		this.#seed = seed;
		this.#answers = seed.answers;
		this.ask(seed.asks, seed.calm);
	}

	/** Asks anew, as when a day begins: the old answers stay until the new ones are here. `calm`: places of questions to be answered seldom. */
	ask(asks: LiveAsk[], calm: number[] = []) {
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
		const frame = JSON.stringify({ ask: this.#asks, calm: this.#calm });
		if (frame === this.#asked) return;
		this.#asked = frame;
		this.#socket.send(frame);
	}

	#receive(text: string) {
		const message = readMessage(text);
		if (!message) return;
		this.#heard = this.#now = Date.now();
		if (message.pulse) {
			this.#pulse = message.pulse;
			if (message.pulse.trouble === null) this.#soundAt = message.pulse.as_of;
			this.#offsetMs = Date.parse(message.pulse.as_of) - this.#heard;
		}
		if (message.sources) this.#sources = message.sources;
		if (message.answers && this.#asks.length > 0) {
			const answers = [...this.#answers];
			for (const { index, answer } of message.answers) {
				// An answer to what the page asked before it turned to something else.
				const asked = this.#asks[index];
				if (answer === null || (asked && subjectOf(asked) === subjectOf(answer))) answers[index] = answer;
			}
			this.#answers = answers;
		}
	}
}

export const [getLive, setLive] = createContext<Live>();
