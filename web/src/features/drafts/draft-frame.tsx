import { type ReactNode, useState } from 'react';
import { CallCard } from '../../ui/call-card';
import { TextArea, TextField } from '../../ui/field';
import { Empty, LoadError } from '../../ui/notice';
import { Section } from '../../ui/section';
import { TrackRules } from '../../ui/track-rules';
import type { DraftContent } from './draft-call';
import { useDraftPreview } from './draft-preview.query';
import { Submission } from './submission';

/** What every draft shares: title and reasons, the exact calls and their track, the checks, and the submission. */
export function DraftFrame({ content, children }: { content: DraftContent; children: ReactNode }) {
  const [typedTitle, setTitle] = useState<string | null>(null);
  const [reasons, setReasons] = useState('');
  const title = typedTitle ?? content.suggestedTitle;

  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="grid min-w-0 gap-5">
        <Section title="The change">{children}</Section>
        <Section title="In your words">
          <div className="grid gap-4">
            <TextField label="Title" value={title} maxLength={160} onChange={(event) => setTitle(event.target.value)} />
            <TextArea
              label="Reasons"
              hint="Markdown. Public and permanent."
              rows={5}
              value={reasons}
              onChange={(event) => setReasons(event.target.value)}
            />
          </div>
        </Section>
        <Preview content={content} />
      </div>
      <aside className="grid gap-5 lg:sticky lg:top-16" aria-label="Checks and submission">
        <Submission content={content} title={title} reasons={reasons} />
        <PreviewTrack content={content} />
      </aside>
    </div>
  );
}

function Preview({ content }: { content: DraftContent }) {
  const { preview, error, refetch } = useDraftPreview(content.call);
  return (
    <Section title="The exact call" aside="decoded from its bytes" isFlush>
      {error && <LoadError what="The preview" error={error} retry={refetch} />}
      {!content.call && <Empty>It appears when the form is complete.</Empty>}
      {preview?.calls.map((call) => (
        <CallCard key={call.index} call={call} />
      ))}
    </Section>
  );
}

function PreviewTrack({ content }: { content: DraftContent }) {
  const { preview } = useDraftPreview(content.call);
  if (!preview) return null;
  return (
    <Section title="Rules it falls under">
      <TrackRules track={preview.track} />
    </Section>
  );
}
