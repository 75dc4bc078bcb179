/** May people apply right now? */
export interface DoorState {
  /** `not-open`: set-up has never been finished or a decision needs people first; the sentence is in the log and on `/readyz`. */
  isOpen(): boolean;
}
