// The program `jonbar`: reads the command line, carries it out, and turns what went wrong into a
// message and an exit status.

#include <cstdio>
#include <exception>
#include <new>
#include <string>

#include "cli/commands.h"
#include "cli/terminal.h"
#include "jonbar/jonbar.h"

namespace {

/// Returns what the shell sees.
int exit_status(jonbar::Status status) {
    return status == jonbar::Status::Interrupted ? jonbar::interrupted_status()
                                                 : static_cast<int>(status);
}

int fail(const jonbar::Request& request, jonbar::Status status, const std::string& message) {
    std::fputs(jonbar::shown(message, stderr, request.isolate).c_str(), stderr);
    if (message.empty() || message.back() != '\n') std::fputc('\n', stderr);
    return exit_status(status);
}

}  // namespace

int main(int argc, char** argv) {
    using jonbar::Status;
    jonbar::Request request;
    request.arguments.assign(argv, argv + argc);
    const auto parser = jonbar::make_parser(request);
    try {
        parser->parse(argc, argv);
        return exit_status(jonbar::carry_out(request, *parser));
    } catch (const CLI::ParseError& error) {
        return parser->exit(error) == 0 ? static_cast<int>(Status::Done)
                                        : static_cast<int>(Status::WrongUsage);
    } catch (const jonbar::UsageError& error) {
        return fail(request, Status::WrongUsage, std::string("jonbar: ") + error.what());
    } catch (const jonbar::ScenarioError& error) {
        for (const jonbar::Finding& finding : error.findings)
            std::fputs(jonbar::shown(finding.rendered, stderr, request.isolate).c_str(), stderr);
        return fail(request, Status::WrongScenario, error.what());
    } catch (const jonbar::HistoryError& error) {
        return fail(request, Status::WrongScenario, error.what());
    } catch (const jonbar::SavedPlayError& error) {
        return fail(request, Status::WorldsFault, std::string("jonbar: ") + error.what());
    } catch (const jonbar::QuestionError& error) {
        return fail(request, Status::WrongUsage, std::string("jonbar: ") + error.what());
    } catch (const jonbar::RecordError& error) {
        return fail(request, Status::ImpossibleRecord, error.what());
    } catch (const jonbar::DegenerateError& error) {
        return fail(request, Status::DegenerateFilter, error.what());
    } catch (const jonbar::StoppedError& error) {
        return fail(request, Status::Interrupted, std::string("jonbar: ") + error.what());
    } catch (const std::bad_alloc&) {
        return fail(request, Status::WorldsFault, "jonbar: out of memory");
    } catch (const std::exception& error) {
        return fail(request, Status::WorldsFault, std::string("jonbar: ") + error.what());
    }
}
