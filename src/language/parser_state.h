// The parser's inside: a cursor over tokens, and one member function for each rule of the grammar.
//
// *After an error* the parser is panicking: `peek` shows a token that fits nowhere, so every rule
// ends at once and every list stops, and further errors are not reported. Whoever reads a list of
// things – declarations, statements, attributes, options – ends the panic by `recover_*`, which
// skips to the next place where one of its things can begin. That is all there is to recovery;
// rules themselves just return.
//
// *Depth* is bounded twice: by `Nest` for what recurses (brackets, blocks, prefix operators) and by
// the height kept for every expression for what only looks flat (a + b + c + …), so that later
// stages may walk trees by recursion.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "language/ast.h"
#include "language/csv.h"
#include "language/lexer.h"
#include "language/native_forms.h"
#include "language/parser.h"

namespace jonbar::ast {

/// Brackets, blocks and prefix operators may nest this deep.
inline constexpr int kNestingMax = 200;
/// An expression's tree may be this high.
inline constexpr std::uint16_t kHeightMax = 500;
/// A list may have this many parts, and one of indices so many.
inline constexpr std::size_t kListMax = 1000;
inline constexpr std::size_t kIndicesMax = 16;

/// The aggregate or record that a keyword begins, when parentheses follow it.
std::optional<AggregateKind> aggregate_of(Keyword keyword);
std::optional<RecordKind> record_of(Keyword keyword);

class Parser {
  public:
    Parser(const SourceSet& sources, FileId file, TokenList tokens, Diagnostics& diagnostics,
           Spellings* spellings);

    Tree run(FileRole role);
    Tree run_interventions(const std::string& name);
    Tree run_quantity(const std::string& name);
    Tree run_continuation();

    /// Reads a file of comma-separated values, whose cells join the expressions of `tree`.
    TableDecl run_table(Tree& tree);
    void run_series(Tree& tree, SeriesDecl& series);

  private:
    /// What may follow a number as its unit: everything, all but `per`, only a duration, or
    /// nothing.
    enum class Suffix { All, NoPer, Duration, Nothing };

    /// Counts nesting while it lives; the error is given once, where the limit is passed.
    class Nest {
      public:
        explicit Nest(Parser& parser);
        Nest(const Nest&) = delete;
        Nest& operator=(const Nest&) = delete;
        ~Nest() { --parser_.nesting_; }

      private:
        Parser& parser_;
    };

    /// Within brackets nothing outside matters: units, `else`, `carried` and `in` are free again.
    class Brackets {
      public:
        explicit Brackets(Parser& parser)
            : parser_(parser),
              suffix_(parser.suffix_),
              else_ends_(parser.else_ends_),
              carried_ends_(parser.carried_ends_),
              in_ends_(parser.in_ends_) {
            parser.suffix_ = Suffix::All;
            parser.else_ends_ = false;
            parser.carried_ends_ = false;
            parser.in_ends_ = false;
        }
        Brackets(const Brackets&) = delete;
        Brackets& operator=(const Brackets&) = delete;
        ~Brackets() {
            parser_.suffix_ = suffix_;
            parser_.else_ends_ = else_ends_;
            parser_.carried_ends_ = carried_ends_;
            parser_.in_ends_ = in_ends_;
        }

      private:
        Parser& parser_;
        Suffix suffix_;
        bool else_ends_;
        bool carried_ends_;
        bool in_ends_;
    };

    // The cursor (parser.cpp).
    [[nodiscard]] const Token& peek(std::size_t ahead = 0) const;
    Token take();
    [[nodiscard]] bool at(TokenKind kind) const { return peek().kind == kind; }
    [[nodiscard]] bool at(Keyword keyword) const;
    [[nodiscard]] bool at_end() const { return at(TokenKind::End); }
    /// Whether a word that is no keyword stands here (a soft keyword).
    [[nodiscard]] bool at_word(std::string_view word, std::size_t ahead = 0) const;
    bool accept(TokenKind kind);
    bool accept(Keyword keyword);
    bool accept_word(std::string_view word);
    /// Takes the token or fails with "expected WHAT".
    bool expect(TokenKind kind, std::string_view what, std::string_view hint = {});
    bool expect(Keyword keyword, std::string_view where, std::string_view hint = {});
    bool expect_close(TokenKind kind, Token open);
    [[nodiscard]] std::string_view text_of(const Token& token) const;
    [[nodiscard]] Span span_of(const Token& token) const;
    /// From a token's begin to the end of the last token taken.
    [[nodiscard]] Span span_from(std::uint32_t begin) const;
    [[nodiscard]] Span span_from(Span begin) const { return span_from(begin.begin); }
    /// "'x'", "the keyword 'x'", "the end of the file".
    [[nodiscard]] std::string describe(const Token& token) const;

    // Errors and recovery (parser.cpp).
    void fail(int code, Span span, std::string message, std::string hint = {});
    void fail_expected(std::string_view what, std::string_view hint = {});
    /// Reports without a panic: the text could be read all the same.
    void complain(int code, Span span, std::string message, std::string hint = {});
    [[nodiscard]] bool begins_declaration(const Token& token) const;
    [[nodiscard]] bool begins_at_margin(const Token& token) const;
    [[nodiscard]] bool begins_statement() const;
    [[nodiscard]] bool begins_intervention() const;
    [[nodiscard]] bool at_scaling() const;
    bool list_goes_on(Token open);
    /// Fails where a list of `count` parts may have no more.
    bool has_room(std::size_t count, std::string_view parts, std::size_t count_max = kListMax);
    bool accept_comma(std::size_t count, std::string_view parts, std::size_t count_max = kListMax);
    void end_panic(std::size_t before);
    template <typename Begins>
    void recover_to(int depth, std::size_t before, Begins begins);
    void recover_to_declaration(int depth, std::size_t before);
    void recover_to_statement(int depth, std::size_t before);
    void recover_to_item(int depth, std::size_t before);
    void recover_to_option(int depth, std::size_t before);
    void recover_to_range(int depth, std::size_t before);
    void recover_to_intervention(int depth, std::size_t before);

    // Names, texts, units, evidence (parse_parts.cpp).
    Name read_name(std::string_view what);
    Name read_word(std::string_view what);
    Name name_of(const Token& token) const;
    Path read_path(std::string_view what);
    Text read_text(std::string_view what);
    std::optional<Text> read_optional_text();
    std::string unescape(Span inside);
    Unit read_unit();
    std::vector<Name> read_unit_words();
    [[nodiscard]] bool at_unit() const;
    std::optional<CalendarUnit> calendar_unit(const Token& token) const;
    CalendarUnit read_calendar_unit(std::string_view what);
    void read_evidence(Evidence& evidence);
    std::vector<Name> read_names(std::string_view what);
    std::vector<Parameter> read_parameters(bool may_leave_out_names);
    TypeRef read_type();
    ValueType read_value_type();
    Initial read_initial();
    ExprId read_value();
    DistId read_distribution();
    void read_distribution_points(Distribution& distribution);
    ExprId read_either();
    ExprId read_weight();
    Binder read_binder();

    // Expressions (parse_expr.cpp).
    ExprId read_expr();
    ExprId read_binary(int tightness);
    ExprId read_unary();
    ExprId read_postfix();
    ExprId read_primary();
    ExprId read_keyword_primary();
    void skip_parentheses();
    ExprId read_number();
    ExprId read_parenthesised();
    ExprId read_if();
    ExprId read_braced();
    ExprId read_call(std::optional<Name> module, Name name);
    std::vector<ExprId> read_arguments();
    ExprId read_aggregate(AggregateKind kind);
    void check_aggregate(const AggregateExpr& aggregate, const Token& keyword);
    // parse_native.cpp
    [[nodiscard]] bool at_native_call() const;
    ExprId read_native(NativeKind kind, const Name& name);
    void read_native_head(NativeExpr& native, const NativeForm& form);
    void read_component(NativeExpr& native, const NativeForm& form);
    void read_native_clause(NativeExpr& native, const NativeForm& form);
    void check_native(const NativeExpr& native, const NativeForm& form);
    ExprId read_moment(ExprId value);
    ExprId read_record(RecordKind kind);
    ExprId read_past();
    ExprId read_site(std::string_view what);
    [[nodiscard]] bool at_carried() const;
    ExprId add(Span span, Expr::Node node, std::initializer_list<ExprId> children = {});
    ExprId add_list(Span span, Expr::Node node, const std::vector<ExprId>& children);
    ExprId bad();
    [[nodiscard]] bool is_callable_place(ExprId id) const;

    // Statements (parse_stmt.cpp).
    Block read_block(std::string_view what);
    StmtId read_statement();
    StmtId read_assignment();
    StmtId read_for();
    StmtId read_if_statement();
    StmtId read_say();
    std::vector<SayPart> read_say_parts(Token text);
    std::optional<SayPart> read_say_value(Span inside);
    void add_comments(std::vector<Comment> comments);
    StmtId add_stmt(std::uint32_t begin, Stmt::Node node);
    void fail_statement();

    // Declarations (parse_decl.cpp, parse_record.cpp).
    void read_history();
    DeclId read_declaration();
    std::optional<Decl::Node> read_declaration_node(Evidence& evidence);
    std::optional<Decl::Node> read_named_declaration();
    Decl::Node read_use();
    Decl::Node read_kind();
    Decl::Node read_entities();
    Entity read_entity();
    Decl::Node read_relation();
    Decl::Node read_enum();
    Decl::Node read_var();
    Decl::Node read_let();
    Decl::Node read_param();
    Decl::Node read_scale();
    Decl::Node read_series();
    Decl::Node read_outcome();
    Decl::Node read_source();
    Decl::Node read_claim();
    std::vector<Field> read_fields();
    ExprId read_field_value();
    Decl::Node read_table();
    std::vector<Name> read_columns();
    Name read_column();
    void read_rows(TableDecl& table);
    void complain_of_rows(const std::vector<ExprId>& cells, const std::vector<bool>& first_on_line,
                          std::size_t row_size, bool of_relation);
    ExprId read_cell();
    ExprId read_cell_number();
    ExprId read_cell_list();

    // Dates (parse_date.cpp).
    [[nodiscard]] bool at_reckoning() const;
    ExprId read_date_literal();
    ExprId read_date_marks(const Token& token, const Date& written);
    ExprId read_date(std::string_view what);

    // Tables in files (parse_csv.cpp).
    void read_csv_columns(const CsvRecord& head, TableDecl& table);
    void read_csv_row(const CsvRecord& record, std::size_t entities, TableDecl& table);
    ExprId read_csv_cell(const CsvCell& cell, std::string_view column);
    ExprId read_csv_claims();
    void read_series_columns(const CsvRecord& head, SeriesDecl& series);
    void read_series_row(const CsvRecord& record, std::size_t width, SeriesDecl& series);
    bool has_width(const CsvRecord& record, std::size_t width);
    /// Reads one cell by the tokens of its own; false where something was wrong.
    template <typename Read>
    bool read_within(Span cell, Read read);

    // Rules, events, decisions, votes (parse_happening.cpp).
    Heading read_heading(std::string_view what);
    bool read_clause(Heading& heading);
    void read_timing(Heading& heading);
    HazardTiming read_hazard();
    EveryTiming read_every();
    AtTiming read_at();
    Decl::Node read_rule(Evidence& evidence);
    Decl::Node read_event(Evidence& evidence);
    Decl::Node read_decision(Evidence& evidence);
    Option read_option();
    Decl::Node read_vote(Evidence& evidence);
    void read_vote_body(VoteDecl& vote);
    void read_vote_result(VoteDecl& vote);
    void read_lost(VoteDecl& vote);
    // (parse_election.cpp)
    Proposals read_proposals();
    void read_election_result(VoteDecl& vote);
    bool accept_run_off();
    Decl::Node read_race();
    ExprId join_conditions(ExprId first, ExprId second);
    Coupling read_coupling();

    // The record and the questions (parse_question.cpp).
    void read_continue_as(ContinueDecl& decl);
    void read_continue_from(ContinueDecl& decl);
    Decl::Node read_continue();
    Decl::Node read_observe(Evidence& evidence);
    [[nodiscard]] bool at_never() const;
    [[nodiscard]] bool at_window() const;
    Window read_window();
    WindowRange read_range(WindowKind kind);
    void read_ranges(Window& window);
    void check_window(const ObserveDecl& observe);
    Decl::Node read_whatif();
    Decl::Node read_cause();
    void read_cause_body(CauseDecl& cause);
    Intervention read_intervention();
    std::optional<Intervention::Node> read_intervention_node();
    AtIntervention read_at_intervention();
    SetIntervention read_set();
    HoldIntervention read_hold();
    BlockIntervention read_block_intervention();
    ForceIntervention read_force();
    ChooseIntervention read_choose();
    ScaleIntervention read_scaling();
    void fail_intervention();
    ExprId read_place(std::string_view what);
    /// Reads `from A to B` into both; without a `from`, leaves them as they are.
    void read_span_of_time(ExprId& from, ExprId& to);

    const SourceSet& sources_;
    FileId file_;
    std::string_view text_;
    Diagnostics& diagnostics_;
    Spellings* spellings_;  // may be null
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    Token stop_;
    Tree tree_;
    std::vector<std::uint16_t> heights_;  // of exprs
    int nesting_ = 0;
    int braces_ = 0;  // open braces before the cursor
    bool panicking_ = false;
    bool given_up_ = false;  // nesting too deep: only the next declaration ends this panic
    Suffix suffix_ = Suffix::All;
    bool else_ends_ = false;     // `else` belongs to an enclosing `if`
    bool carried_ends_ = false;  // `carried by` belongs to the enclosing vote
    bool in_ends_ = false;       // `in` begins the window of an observation
    bool in_outcome_ = false;    // `(e at D)` is allowed
    bool in_file_cell_ = false;  // the tokens end where a cell of a file does
};

}  // namespace jonbar::ast
