/** A screen's sound. Browsers give none before somebody has touched the page: until then it waits, and says so. */
export class Sound {
	#audio: AudioContext | undefined;
	#waits = $state(false);

	/** Whether nothing would be heard. */
	get waits() {
		return this.#waits;
	}

	/** Makes ready what is to be heard, at once or with the first touch; returns how to stop waiting for it. */
	ready(): () => void {
		const audio = this.#open();
		const touched = () => void audio.resume();
		const look = () => (this.#waits = audio.state === 'suspended');
		look();
		audio.addEventListener('statechange', look);
		const kinds = ['pointerdown', 'keydown'] as const;
		for (const kind of kinds) window.addEventListener(kind, touched);
		return () => {
			audio.removeEventListener('statechange', look);
			for (const kind of kinds) window.removeEventListener(kind, touched);
			this.#waits = false;
		};
	}

	/** Two short notes, soft. */
	chime(): void {
		const audio = this.#open();
		if (audio.state === 'suspended') void audio.resume();
		[660, 440].forEach((frequency, index) => {
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

	#open() {
		return (this.#audio ??= new AudioContext());
	}
}
