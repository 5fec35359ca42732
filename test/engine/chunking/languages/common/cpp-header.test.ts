import { expect, it } from 'vitest';
import { languageByText, languageFor } from '../../../../../src/engine/chunking/languages/index.ts';

function languageOfHeader(text: string): string | null {
  const named = languageFor('a.h', text);
  return named === null ? null : languageByText('a.h', text, named).id;
}

// Catches headers of C++ that only one word on a line shows, whose classes and namespaces C makes up functions of.
it.each([
  'namespace zorbex { int clampValue(int v); }',
  'namespace a::b{}',
  'namespace { int x; }',
  'inline namespace v1 { }',
  'template<class T> T id(T t);',
  'struct A { int f() const; };',
  'class Foo;',
  'class Foo final : public Bar {};',
  'struct D : Base { };',
  'enum class E { A };',
  'using X = int;',
  'using std::string;',
  'constexpr int k = 3;',
  'int f(const Foo& x);',
  'struct A { A(); ~A(); };',
  'struct P { P() = default; };',
  '#include <vector>\nint f();',
  '#include "x.hpp"\n',
  'bool operator==(A, B);',
  'struct S { virtual void f() = 0; };',
  'void f(std::string s);',
  'extern class X x;',
  'struct A { private: int x; };',
  'auto p = static_cast<int>(x);',
  '/* -*- C++ -*- */\nint f(void);',
  '//===- Foo.h - x -*- C++ -*-===//\nint f(void);',
  'class A { public: int x; };',
  '#define NS_BEGIN namespace x {\n',
  'struct A { explicit A(int); };',
  'int f() noexcept;',
  '[[nodiscard]] int f();',
  'class EXPORT_API Foo {};',
  'struct A { int g(void) override; };',
  'friend class X;',
])('a header is C++: %j', (text) => {
  expect(languageOfHeader(text)).toBe('cpp');
});

// Catches headers of C that speak of C++ in comments, strings, guards and names, and those of Objective-C.
it.each([
  'int f(void);',
  '// namespace x {\nint f(void);',
  '/* class Foo { public: }; std::string */\nint f(void);',
  'const char *s = "std::vector template<";',
  '#ifdef __cplusplus\nextern "C" {\n#endif\nint f(void);\n#ifdef __cplusplus\n}\n#endif',
  '#ifdef __cplusplus\nnamespace x { class Y; }\n#else\nint f(void);\n#endif',
  '#if defined(__cplusplus)\n#if X\nclass Y;\n#endif\ntemplate <class T> void g();\n#endif\nint f(void);',
  'struct class *class;\nint new, delete, this, private, public;',
  'void class_create(struct class *cls);',
  'struct s { unsigned private : 1; unsigned public:2; };',
  '@interface Foo : NSObject\n@property int x;\n@end',
  '#import <Foo/Foo.h>\n@class Foo;\ntypedef NS_ENUM(int, X) {A};',
  'static inline int f(int a) { return ~g(a); }',
  'x = a ? b : c;',
  '#define M(template, namespace) template',
  'int virtual;',
  'void f(struct foo *using);',
  'switch (x) { case public: break; default: y(); }',
  '#include <stdio.h>\n#include <sys/types.h>\n',
  'label: goto private;',
  'if (a && b) { x(); }',
  '#define F(a) ((a) && (a))',
  'int operator = 3;',
  'int f(int friend);',
  'enum E { A, B };',
  'static const struct ops o = { .template = 1, .class = 2 };',
  '/* unclosed namespace a {',
  "char q = '\"'; // class X {",
])('a header is C: %j', (text) => {
  expect(languageOfHeader(text)).toBe('c');
});

it('stays linear for hostile headers', () => {
  expect(languageOfHeader('/* '.repeat(60_000))).toBe('c');
  expect(languageOfHeader('#ifdef __cplusplus\n'.repeat(10_000))).toBe('c');
  expect(languageOfHeader('class a '.repeat(20_000))).toBe('c');
  expect(languageOfHeader('\n'.repeat(200_000))).toBe('c');
  expect(languageOfHeader(`"${'\\"'.repeat(90_000)}`)).toBe('c');
  expect(languageOfHeader('; '.repeat(90_000))).toBe('c');
  expect(languageOfHeader('a<'.repeat(90_000))).toBe('c');
});
