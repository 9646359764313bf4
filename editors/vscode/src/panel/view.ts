// What of a picture is to be seen, and how large: dragged, turned with the wheel, or moved with the keys.

const LEAST = 0.1;
/** Smaller than this nobody can read; who wants to see all of it all the same can say so. */
const READABLE = 0.55;
const MOST = 4;
const MARGIN = 16;
const STEP = 60;
/** A pointer that has moved by less has clicked, not dragged; in pixels. */
const SLIP = 4;

export class View {
  /** Whether the last press of the pointer has moved the picture. */
  wasMoved = false;
  #svg: SVGSVGElement | undefined;
  #x = 0;
  #y = 0;
  #scale = 1;
  /** Nobody has moved it yet, so that it is fitted into whatever room there is. */
  #isFitted = true;

  constructor(private readonly room: HTMLElement) {
    room.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    room.addEventListener("pointerdown", (event) => this.#drag(event));
    window.addEventListener("keydown", (event) => this.#press(event));
    new ResizeObserver(() => this.#isFitted && this.fit(READABLE)).observe(room);
  }

  show(svg: SVGSVGElement): void {
    this.#svg = svg;
    if (this.#isFitted) {
      this.fit(READABLE);
    } else {
      this.#apply();
    }
  }

  /** Another picture is to come, for which the place of this one means nothing. */
  forget(): void {
    this.#isFitted = true;
  }

  /** All of it, in the middle; what is too large at the least scale, from its left side. */
  fit(least = LEAST): void {
    if (!this.#svg || this.room.clientWidth === 0) {
      return;
    }
    const { clientWidth, clientHeight } = this.room;
    const [width, height] = [this.#svg.width.baseVal.value, this.#svg.height.baseVal.value];
    const [free, high] = [clientWidth - 2 * MARGIN, clientHeight - 2 * MARGIN];
    this.#scale = Math.min(1.25, Math.max(least, Math.min(free / width, high / height)));
    this.#x = Math.max(MARGIN, (clientWidth - width * this.#scale) / 2);
    this.#y = Math.max(MARGIN, (clientHeight - height * this.#scale) / 2);
    this.#isFitted = true;
    this.#apply();
  }

  /** Larger or smaller around a point of the room, else its middle. */
  scale(factor: number, x = this.room.clientWidth / 2, y = this.room.clientHeight / 2): void {
    const scale = Math.min(MOST, Math.max(LEAST, this.#scale * factor));
    this.#x = x - ((x - this.#x) * scale) / this.#scale;
    this.#y = y - ((y - this.#y) * scale) / this.#scale;
    this.#scale = scale;
    this.#isFitted = false;
    this.#apply();
  }

  /** Move a part of the picture into the room, as little as will do. */
  reveal(part: Element): void {
    const [box, room] = [part.getBoundingClientRect(), this.room.getBoundingClientRect()];
    const x = Math.max(0, room.left + MARGIN - box.left) || Math.min(0, room.right - MARGIN - box.right);
    const y = Math.max(0, room.top + MARGIN - box.top) || Math.min(0, room.bottom - MARGIN - box.bottom);
    if (x || y) {
      this.#move(x, y);
    }
  }

  #move(x: number, y: number): void {
    this.#x += x;
    this.#y += y;
    this.#isFitted = false;
    this.#apply();
  }

  #apply(): void {
    if (this.#svg) {
      this.#svg.style.transform = `translate(${this.#x}px, ${this.#y}px) scale(${this.#scale})`;
    }
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const place = this.room.getBoundingClientRect();
    this.scale(Math.exp(-event.deltaY / 400), event.clientX - place.x, event.clientY - place.y);
  }

  #drag(pressed: PointerEvent): void {
    this.wasMoved = false;
    const end = new AbortController();
    const moved = (event: PointerEvent) => {
      this.wasMoved ||= Math.hypot(event.clientX - pressed.clientX, event.clientY - pressed.clientY) > SLIP;
      if (this.wasMoved) {
        this.#move(event.movementX, event.movementY);
      }
    };
    window.addEventListener("pointermove", moved, end);
    window.addEventListener("pointerup", () => end.abort(), end);
    window.addEventListener("pointercancel", () => end.abort(), end);
  }

  #press(event: KeyboardEvent): void {
    if (event.target instanceof HTMLSelectElement || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const deeds: Record<string, () => void> = {
      "+": () => this.scale(1.25),
      "-": () => this.scale(0.8),
      "0": () => this.fit(),
      ArrowLeft: () => this.#move(STEP, 0),
      ArrowRight: () => this.#move(-STEP, 0),
      ArrowUp: () => this.#move(0, STEP),
      ArrowDown: () => this.#move(0, -STEP),
    };
    deeds[event.key]?.();
  }
}
