import type { Attachment } from 'svelte/attachments';

/** Without a hand on the mouse for so long, there is no cursor. */
const IDLE_MS = 3_000;

/** What the system has taken back is asked for again so much later: at once it would be taken back again. */
const AGAIN_MS = 2_000;

/** Keeps the screen awake while the page is seen, also when the system takes the lock back (a low battery, a power plan). */
export const keepAwake: Attachment = () => {
	let lock: WakeLockSentinel | undefined;
	let again: ReturnType<typeof setTimeout> | undefined;
	let stopped = false;
	async function take() {
		clearTimeout(again);
		if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
		if (lock && !lock.released) return;
		const taken = await navigator.wakeLock.request('screen').catch(() => undefined);
		if (stopped) return taken?.release();
		lock = taken;
		taken?.addEventListener('release', () => {
			if (!stopped) again = setTimeout(take, AGAIN_MS);
		});
	}
	void take();
	document.addEventListener('visibilitychange', take);
	return () => {
		stopped = true;
		clearTimeout(again);
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
