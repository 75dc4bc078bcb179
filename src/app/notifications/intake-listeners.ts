import type { z } from 'zod';
import type { IntakeSection } from '../../config/sections/intake.ts';
import type { Checked, Listening } from '../../config/shape.ts';
import type { YamlFile } from '../../config/yaml-file.ts';
import { isLoopback } from '../../kernel/host-port.ts';

export type IntakeConfig = z.output<typeof IntakeSection>;

/** Finds a way in for mail that other machines reach and that lets none of them log in. */
export function unusableSmtp(intake: IntakeConfig | undefined, yaml: YamlFile): Checked['problems'] {
  const { smtp } = intake ?? {};
  if (smtp === undefined || smtp.tls !== undefined || isLoopback(smtp.listen.host)) return [];
  return [
    yaml.problem(
      ['intake', 'smtp', 'listen'],
      'can be reached from other machines, which cannot log in without TLS',
      'set intake.smtp.tls, or listen on 127.0.0.1',
    ),
  ];
}

/** The addresses on which notifications come in. */
export function intakeListening({ intake }: { readonly intake?: IntakeConfig | undefined }): readonly Listening[] {
  if (intake === undefined) return [];
  const who = 'your own programs';
  const guard = "guarded by the senders' tokens alone, and all of it is clear text.";
  const { smtp } = intake;
  return [
    { key: ['intake', 'listen'], at: intake.listen, guard, who },
    ...(smtp === undefined
      ? []
      : [
          {
            ...{ key: ['intake', 'smtp', 'listen'], at: smtp.listen, who },
            guard: "guarded by the senders' tokens alone, which are taken over TLS only.",
          },
        ]),
  ];
}
