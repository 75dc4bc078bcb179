/** The homeserver's clock beside ours. Whatever compares a time of an event with our own has to convert one of them. */
export interface HomeserverTime {
  /** What the homeserver's clock shows at a moment of ours; both epoch milliseconds. The same until a response has told. */
  at(ours: number): number;
}
