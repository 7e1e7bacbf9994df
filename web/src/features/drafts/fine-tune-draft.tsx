import { useState } from 'react';
import { type Catalogue, useCatalogue } from '../../data/catalogue';
import { LoadError, Skeleton } from '../../ui/notice';
import type { DraftContent } from './draft-call';
import { DraftFrame } from './draft-frame';
import { FineTuneForm } from './fine-tune-form';
import { defaultFields, type FineTuneFields, readFineTune } from './job';
import { adoptModelCall } from './policy-calls';

function contentOf(fields: FineTuneFields, catalogue: Catalogue, registry: `0x${string}`): DraftContent {
  const { fineTune, problems } = readFineTune(fields, catalogue);
  return {
    call: fineTune && adoptModelCall(registry, fineTune),
    problems,
    suggestedTitle: `Fine-tune ${fields.subject} on ${fields.dataset || 'a dataset'}`,
  };
}

/** A proposal to fine-tune a model. */
export function FineTuneDraft({ registry }: { registry: `0x${string}` }) {
  const { data: catalogue, error, refetch } = useCatalogue();
  if (error && !catalogue)
    return <LoadError what="The catalogue of models and datasets" error={error} retry={refetch} />;
  if (!catalogue) return <Skeleton lines={8} />;
  return <FineTuneEditor catalogue={catalogue} registry={registry} />;
}

function FineTuneEditor({ catalogue, registry }: { catalogue: Catalogue; registry: `0x${string}` }) {
  const [fields, setFields] = useState<FineTuneFields>(() => ({
    ...defaultFields,
    base: catalogue.bases[0]?.name ?? '',
    dataset: catalogue.datasets[0]?.name ?? '',
    suite: catalogue.suites[0]?.name ?? '',
  }));
  const content = contentOf(fields, catalogue, registry);
  return (
    <DraftFrame content={content}>
      <FineTuneForm fields={fields} problems={content.problems} catalogue={catalogue} onChange={setFields} />
    </DraftFrame>
  );
}
