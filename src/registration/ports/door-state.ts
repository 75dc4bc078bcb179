/** Says whether people may apply right now. */
export interface DoorState {
  /** False until everything has been set up once, and while something needs a person; the log and `/readyz` say what. */
  isOpen(): boolean;
}
