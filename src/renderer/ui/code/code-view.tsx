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
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef } from 'react';
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
  readonly onBlameHover: (line: number | null, at: DOMRect | null) => void;
  readonly onBlameClick: (line: number) => void;
}

/** Files over this many characters are shown without colours. */
const longestColoured = 2_000_000;

interface Editor {
  readonly view: EditorView;
  readonly language: Compartment;
  readonly gutter: Compartment;
}

function fixedExtensions(label: string): Extension {
  return [
    EditorState.readOnly.of(true),
    EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true' }),
    lineNumbers(),
    highlightSpecialChars(),
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

/** A file to read: colours, line numbers, the hit brought out, and who wrote each line. */
export function CodeView(props: CodeViewProps): ReactNode {
  const { path, text, hit, blame, label } = props;
  const parent = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const events = useRef(props);
  useEffect(() => {
    events.current = props;
  });

  useEffect(() => {
    if (parent.current === null) return;
    const language = new Compartment();
    const gutter = new Compartment();
    const state = EditorState.create({
      doc: text,
      extensions: [gutter.of([]), fixedExtensions(label), language.of([])],
    });
    const view = new EditorView({ state, parent: parent.current });
    editor.current = { view, language, gutter };
    let live = true;
    if (text.length <= longestColoured) {
      void loadLanguage(path).then((support) => {
        if (live && support !== null) view.dispatch({ effects: language.reconfigure(support) });
      });
    }
    return () => {
      live = false;
      editor.current = null;
      view.destroy();
    };
  }, [path, text, label]);

  useEffect(() => {
    if (editor.current === null) return;
    if (hit === null) editor.current.view.dispatch({ effects: hitEffect(null) });
    else scrollTo(editor.current.view, hit);
  }, [path, text, hit]);

  const blamed = blame !== null;
  useEffect(() => {
    const current = editor.current;
    if (current === null) return;
    const extension = blameGutter({
      onHover: (line, at) => events.current.onBlameHover(line, at),
      onClick: (line) => events.current.onBlameClick(line),
    });
    current.view.dispatch({ effects: current.gutter.reconfigure(blamed ? extension : []) });
  }, [path, text, blamed]);

  useEffect(() => {
    if (blame !== null) editor.current?.view.dispatch({ effects: blameEffect(blame) });
  }, [path, text, blame]);

  useImperativeHandle(props.ref, () => ({
    focus: () => editor.current?.view.focus(),
    selectedLines: () => {
      const state = editor.current?.view.state;
      if (state === undefined) return { first: 1, last: 1 };
      const { from, to } = state.selection.main;
      return { first: state.doc.lineAt(from).number, last: state.doc.lineAt(to).number };
    },
  }));

  return <div ref={parent} className="code-view" />;
}
