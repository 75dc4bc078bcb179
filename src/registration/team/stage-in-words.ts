import { type Language, say } from '../../texts/say.ts';
import type { Application } from '../application.ts';

/** Where an application stands, for the team: `waiting for votes`, `expired: nobody decided`. @param language of the reader */
export function stageInWords(application: Application, language: Language): string {
  const stage = say(language, `room.stage.${application.stage}`);
  if (application.stage !== 'expired') return stage;
  return `${stage}: ${say(language, `room.detail.expired.${application.why}`)}`;
}
