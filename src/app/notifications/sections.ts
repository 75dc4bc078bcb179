import { IntakeSection } from '../../config/sections/intake.ts';
import { NotificationsSection } from '../../config/sections/notifications.ts';
import type { PartConfig } from '../part-config.ts';

export const sections = { notifications: NotificationsSection.optional(), intake: IntakeSection.optional() };

export type NotificationsConfig = PartConfig<'notifications', typeof sections>;
