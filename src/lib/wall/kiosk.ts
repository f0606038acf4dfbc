import type { Attachment } from 'svelte/attachments';

/** Without a hand on the mouse for so long, there is no cursor. */
const IDLE_MS = 3_000;

/** Keeps the screen awake while the page is seen. */
export const keepAwake: Attachment = () => {
	let lock: WakeLockSentinel | undefined;
	let stopped = false;
	async function take() {
		if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
		const taken = await navigator.wakeLock.request('screen').catch(() => undefined);
		if (stopped) await taken?.release();
		else lock = taken;
	}
	void take();
	document.addEventListener('visibilitychange', take);
	return () => {
		stopped = true;
		document.removeEventListener('visibilitychange', take);
		void lock?.release();
	};
};

/** Says whether somebody is at the screen: moved, touched or typed a moment ago. */
export const watchHands =
	(say: (there: boolean) => void): Attachment =>
	() => {
		let timer: ReturnType<typeof setTimeout> | undefined;
		const there = () => {
			clearTimeout(timer);
			say(true);
			timer = setTimeout(() => say(false), IDLE_MS);
		};
		const kinds = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const;
		for (const kind of kinds) window.addEventListener(kind, there);
		timer = setTimeout(() => say(false), IDLE_MS);
		return () => {
			clearTimeout(timer);
			for (const kind of kinds) window.removeEventListener(kind, there);
		};
	};

/** Fills the screen, or gives it back. */
export async function toggleFullScreen() {
	if (document.fullscreenElement) await document.exitFullscreen();
	else await document.documentElement.requestFullscreen().catch(() => {});
}

let audio: AudioContext | undefined;

/** Two short notes, soft. Says nothing where the browser wants a hand on the page first. */
export function chime() {
	audio ??= new AudioContext();
	if (audio.state === 'suspended') void audio.resume();
	[660, 440].forEach((frequency, index) => {
		if (!audio) return;
		const [tone, gain] = [audio.createOscillator(), audio.createGain()];
		const begin = audio.currentTime + index * 0.18;
		tone.frequency.value = frequency;
		gain.gain.setValueAtTime(0, begin);
		gain.gain.linearRampToValueAtTime(0.2, begin + 0.02);
		gain.gain.exponentialRampToValueAtTime(0.001, begin + 0.3);
		tone.connect(gain).connect(audio.destination);
		tone.start(begin);
		tone.stop(begin + 0.32);
	});
}
