import { standardKeymap } from '@codemirror/commands';
import { syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import { type ReactNode, type Ref, type RefObject, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { blameEffect, blameGutter, type GutterLine } from './blame-gutter.ts';
import { type Hit, hitEffect, hitRange } from './hit-range.ts';
import { loadLanguage } from './languages.ts';
import './code.css';
import './code-view.css';

export interface CodeViewHandle {
  focus(): void;
  /** 1-based first and last line of the selection. */
  selectedLines(): { readonly first: number; readonly last: number };
}

interface CodeViewProps {
  readonly ref?: Ref<CodeViewHandle>;
  readonly label: string;
  /** Decides the language. */
  readonly path: string;
  readonly text: string;
  readonly hit: Hit | null;
  /** Lines of the blame gutter; null hides it. */
  readonly blame: readonly GutterLine[] | null;
  /** Takes the focus as soon as it can. */
  readonly takesFocus: boolean;
  readonly onFocusTaken: () => void;
  readonly onBlameHover: (line: number | null, at: DOMRect | null) => void;
  readonly onBlameClick: (line: number) => void;
}

/** Files over this many characters are shown without colours. */
const longestColoured = 2_000_000;

/** What steers or hides in code beyond what CodeMirror marks by itself; joiners and variation selectors are parts of signs. */
const alsoHidden =
  /[\u115f\u1160\u180e\u200e\u200f\u202a-\u202e\u2060-\u2069\u206a-\u206f\u3164\uffa0\u{e0000}-\u{e007f}]/u;

interface Editor {
  readonly view: EditorView;
  readonly language: Compartment;
  readonly gutter: Compartment;
}

function fixedExtensions(label: string): Extension {
  return [
    EditorState.readOnly.of(true),
    EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', tabindex: '0' }),
    lineNumbers(),
    highlightSpecialChars({ addSpecialChars: alsoHidden }),
    drawSelection(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches({ minSelectionLength: 3 }),
    search({ top: true }),
    syntaxHighlighting(classHighlighter),
    hitRange,
    EditorView.perLineTextDirection.of(true),
    keymap.of([...searchKeymap, ...standardKeymap]),
  ];
}

function scrollTo(view: EditorView, hit: Hit): void {
  const { doc } = view.state;
  const first = doc.line(Math.min(hit.firstLine, doc.lines));
  const long = hit.lastLine - hit.firstLine > 16;
  view.dispatch({
    selection: { anchor: first.from },
    effects: [
      hitEffect(hit),
      EditorView.scrollIntoView(first.from, long ? { y: 'start', yMargin: 48 } : { y: 'center' }),
    ],
  });
}

function useEditor({ path, text, label }: CodeViewProps, parent: RefObject<HTMLDivElement | null>): Editor | null {
  const [editor, setEditor] = useState<Editor | null>(null);
  useEffect(() => {
    if (parent.current === null) return undefined;
    const language = new Compartment();
    const gutter = new Compartment();
    const state = EditorState.create({
      doc: text,
      extensions: [gutter.of([]), fixedExtensions(label), language.of([])],
    });
    const view = new EditorView({ state, parent: parent.current });
    // The editor lives outside of React and exists only once its element does.
    // oxlint-disable-next-line react/set-state-in-effect
    setEditor({ view, language, gutter });
    let live = true;
    const load = async (): Promise<void> => {
      const support = await loadLanguage(path);
      if (live && support !== null) view.dispatch({ effects: language.reconfigure(support) });
    };
    if (text.length <= longestColoured) void load();
    return () => {
      live = false;
      view.destroy();
    };
  }, [path, text, label, parent]);
  return editor;
}

/** A file to read: colours, line numbers, the hit brought out, and who wrote each line. */
export function CodeView({ ref, ...props }: CodeViewProps): ReactNode {
  const { hit, blame } = props;
  const parent = useRef<HTMLDivElement>(null);
  const editor = useEditor(props, parent);
  const events = useRef(props);
  useEffect(() => {
    events.current = props;
  });

  useEffect(() => {
    if (editor === null) return;
    if (hit === null) editor.view.dispatch({ effects: hitEffect(null) });
    else scrollTo(editor.view, hit);
  }, [editor, hit]);

  const { takesFocus, onFocusTaken } = props;
  useEffect(() => {
    if (editor === null || !takesFocus) return;
    editor.view.focus();
    onFocusTaken();
  }, [editor, takesFocus, onFocusTaken]);

  const blamed = blame !== null;
  useEffect(() => {
    const extension = blameGutter({
      onHover: (line, at) => events.current.onBlameHover(line, at),
      onClick: (line) => events.current.onBlameClick(line),
    });
    editor?.view.dispatch({ effects: editor.gutter.reconfigure(blamed ? extension : []) });
  }, [editor, blamed]);

  useEffect(() => {
    if (blame !== null) editor?.view.dispatch({ effects: blameEffect(blame) });
  }, [editor, blame]);

  useImperativeHandle(ref, () => ({
    focus: () => editor?.view.focus(),
    selectedLines: () => {
      if (editor === null) return { first: 1, last: 1 };
      const { doc, selection } = editor.view.state;
      const { from, to } = selection.main;
      return { first: doc.lineAt(from).number, last: doc.lineAt(to).number };
    },
  }));

  return <div ref={parent} className="code-view" />;
}
