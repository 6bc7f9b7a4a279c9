"""Which tests of the client Prism cannot stand before, and which offend against the document.

Patterns of test ids below `tests/`, by the reason; `*` is anything, and a test is all its parameters.
An entry that matches nothing is an error; `behind_prism` knows how the lists are used.
"""

from __future__ import annotations

import re

LEFT_OUT = {
    "calls no server, and takes long": [
        "client/test_chat_accumulation.py::test_putting_together_is_linear",
        "client/test_transport.py::test_a_thousand_streams_at_once_*",
        "client/test_transport.py::test_ten_thousand_calls_leave_nothing_behind",
    ],
    "speaks HTTP/2, which Prism does not": [
        "client/test_http2.py::*",
        "client/test_forgotten_streams.py::*http2*",
        "client/test_forgotten_streams.py::test_a_stream_collected_while_its_pool_is_locked_*",
    ],
    "is about the client's connections, and the server has Prism's": [
        "client/test_cancelled_anywhere.py::*",
        "client/test_interrupted.py::test_*_cancelled_as_it_gets_connected*",
        "client/test_leaks.py::*",
        "client/test_lifetimes.py::*closes_its_connection*",
        "client/test_lifetimes.py::test_a_client_works_in_one_event_loop_after_another",
        "client/test_lifetimes.py::test_a_client_works_in_two_event_loops_at_once",
        "client/test_lifetimes.py::test_a_client_works_after_a_loop_that_was_closed_*",
        "client/test_lifetimes.py::test_closing_in_one_event_loop_closes_in_the_others",
        "client/test_lifetimes.py::test_copies_keep_the_connections_of_a_client_*",
        "client/test_pool.py::test_*_use_one_connection",
        "client/test_pool.py::test_a_failed_call_gives_its_connection_back",
        "client/test_pool.py::test_a_forked_child_opens_connections_of_its_own",
        "client/test_pool.py::test_calls_reuse_their_connection",
        "client/test_pool.py::test_copies_with_other_options_share_the_pool_*",
        "client/test_supplied_client.py::test_both_families_call_and_stream_*",
        "client/test_total_timeout.py::test_a_call_on_a_connection_whose_last_call_*",
        "client/test_total_timeout.py::test_a_stream_within_its_time_leaves_its_connection_*",
        "client/test_transport.py::test_tunnels_through_a_proxy_*",
    ],
    "runs in uvloop, whose connections no detour sees": ["client/*[*uvloop*"],
    "calls from another process, which no detour leads through Prism": [
        "client/test_forgotten_streams.py::test_the_end_of_a_program_takes_its_streams_along_quietly",
        "client/test_lifetimes.py::test_a_client_that_is_never_closed_is_quiet_*",
        "client/test_lifetimes.py::test_a_forked_child_that_ends_leaves_the_connections_*",
    ],
    "counts what is left in memory, the detour's own among it": [
        "client/test_pool.py::test_nothing_is_kept_of_calls_that_are_over",
    ],
    "sends to a proxy, which Prism is none": [
        "client/test_foreign_errors.py::test_another_host_is_reached_through_the_proxy",
        "client/test_transport.py::test_proxies_of_the_environment_are_used",
    ],
    "depends on when the bytes come, and Prism holds an answer back until its end": [
        "client/test_call_faults.py::test_a_server_that_does_not_answer_is_a_timeout",
        "client/test_closed_meanwhile.py::test_closing_*",
        "client/test_forgotten_streams.py::test_a_forked_child_that_*",
        "client/test_forgotten_streams.py::test_a_stream_is_closed_in_its_own_loop_*",
        "client/test_forgotten_streams.py::test_the_loop_of_a_stream_closes_*",
        "client/test_forgotten_streams.py::test_the_next_call_closes_*",
        "client/test_interrupted.py::test_*_call_closes_its_connection",
        "client/test_interrupted.py::test_a_call_that_is_cancelled_while_its_body_is_sent_*",
        "client/test_interrupted.py::test_a_stream_whose_reading_was_*",
        "client/test_large_errors.py::test_an_endless_page_*",
        "client/test_large_errors.py::test_an_error_body_that_does_not_come_*",
        "client/test_large_errors.py::test_an_error_tells_what_came_of_a_body_that_stalls",
        "client/test_large_errors.py::test_an_error_body_without_end_*",
        "client/test_large_errors.py::test_leaving_a_large_error_behind_*",
        "client/test_lifetimes.py::test_a_loop_that_ends_inside_a_stream_*",
        "client/test_pool.py::test_*_releases_its_connection",
        "client/test_pool.py::test_a_stream_that_does_not_end_after_its_end_marker_*",
        "client/test_reading_on.py::test_a_second_*_is_told_that_a_stream_is_being_read",
        "client/test_stream_faults.py::test_a_stall_is_a_timeout",
        "client/test_streams_across_loops.py::*",
        "client/test_supplied_client.py::test_errors_of_both_families_become_ours",
        "client/test_total_timeout.py::*_in_time*",
        "client/test_total_timeout.py::test_a_retry_has_the_rest_of_the_time",
        "client/test_total_timeout.py::test_a_stream_that_pours_does_not_outlast_*",
        "client/test_total_timeout.py::test_an_error_body_that_trickles_*",
        "client/test_transport.py::test_a_calls_own_timeout_counts",
        "client/test_transport.py::test_a_cancelled_*_closes_its_connection",
        "client/test_transport.py::test_the_total_time_ends_a_call_that_stalls",
    ],
    "breaks off or garbles an answer, and Prism answers in its place or not at all": [
        "client/test_call_faults.py::test_a_body_that_does_not_decompress_*",
        "client/test_call_faults.py::test_a_short_body_*",
        "client/test_call_faults.py::test_an_answer_that_is_no_http_*",
        "client/test_interrupted.py::test_a_kept_iterator_of_a_stream_that_failed_*",
        "client/test_large_errors.py::test_an_error_body_that_breaks_off_*",
        "client/test_large_errors.py::test_an_error_body_whose_connection_ends_*",
        "client/test_lasting_failures.py::test_a_second_loop_over_a_broken_stream_*",
        "client/test_retries.py::test_a_connection_that_dies_before_the_response_*",
        "client/test_secrets.py::*[*-no http]",
        "client/test_secrets.py::*[*-reset]",
        "client/test_secrets_in_frames.py::*[*-no http]",
        "client/test_secrets_in_frames.py::*[*-reset]",
        "client/test_stream_faults.py::test_a_connection_closed_inside_the_framing_*",
        "client/test_stream_faults.py::test_a_reset_is_an_interruption",
        "client/test_stream_faults.py::test_broken_chunked_framing_*",
    ],
}
"""Tests that lose their point behind a proxy, or any chance."""

OFFENDING = {
    "a status that the document does not have": [
        *(
            f"client/test_call_faults.py::test_every_error_status_*[*-{status}-*]"
            for status in (409, 503, 520, 599, 418, 600)
        ),
        *(
            f"client/test_retries.py::test_a_passing_failure_is_tried_again[*-{status}]"
            for status in (408, 409, 502, 503, 529)
        ),
        "client/test_what_errors_tell.py::test_what_is_no_sentence_of_the_service_is_no_detail",
    ],
    "a path that the document does not have": [
        "client/test_what_errors_tell.py::test_where_nothing_is_the_message_tells_where_it_looked",
    ],
    "an error in no shape of the document's": [
        "client/test_call_faults.py::test_an_error_body_of_no_known_shape_is_quoted",
        "client/test_configuration.py::test_extra_body_is_sent_over_the_body",
    ],
    "a page in place of JSON": [
        "client/test_large_errors.py::test_an_error_body_below_the_limit_is_whole_*",
        "client/test_large_errors.py::test_an_error_body_that_unpacks_to_much_more_is_cut",
        "client/test_lasting_failures.py::test_a_page_instead_of_an_error_*",
        "client/test_raw_response.py::test_a_copy_of_a_raw_response_that_does_not_decode_*",
        "client/test_raw_response.py::test_an_unusable_answer_is_told_when_parsed",
        "client/test_secrets.py::test_an_error_shows_no_key[*-no json]",
        "client/test_secrets.py::test_an_error_shows_no_key[*-html with 200]",
        "client/test_secrets_in_frames.py::*[*-page*]",
        "client/test_secrets_in_frames.py::test_the_frames_of_a_page_in_place_of_a_stream_*",
    ],
    "no JSON, or not what the schema wants": [
        "client/test_call_faults.py::test_an_unusable_answer_with_a_good_status_*",
        "client/test_call_faults.py::test_json_without_a_stated_type_is_accepted",
        "client/test_json_of_answers.py::test_an_answer_that_is_no_json_*",
        "client/test_json_of_answers.py::test_a_number_that_json_cannot_hold_*[*-*Infinity-*]",
        "client/test_json_of_answers.py::test_what_is_no_number_is_read",
        "client/test_lasting_failures.py::test_an_error_that_claims_success_*",
        "client/test_secrets.py::test_an_error_shows_no_key[*-missing field]",
        *(
            f"client/test_secrets.py::test_no_error_shows_a_key_that_the_server_echoes_*[{answer}-*]"
            for answer in ("200", "400", "500-unknown", "500-cut")
        ),
        "client/test_secrets_in_frames.py::test_the_frames_of_a_failed_call_*[*-missing field]",
        "client/test_secrets_in_frames.py::test_the_frames_of_a_failed_call_*[*-escaped with 200]",
        "client/test_secrets_in_frames.py::test_the_frames_of_a_failed_call_*[*-no json]",
        "client/test_stream_faults.py::test_a_success_that_is_no_event_stream_is_a_decode_error",
    ],
    "a request with another key than a bearer's": [
        "client/test_secrets.py::test_a_key_that_default_headers_give_*[*-basic]",
        "client/test_secrets.py::test_a_key_that_default_headers_give_*[*-bare]",
        "client/test_supplied_client.py::test_its_auth_replaces_the_key",
    ],
}
"""Tests of what is against the document: Prism must say so, or they fail."""

LIMITS = {
    "Prism reads JSON in UTF-8 without a mark, the client as RFC 8259 allows": [
        "client/test_json_of_answers.py::test_a_byte_order_mark_or_another_encoding_*",
        "client/test_json_of_answers.py::test_an_error_body_with_half_an_emoji_or_a_mark_is_read",
    ],
    "Prism writes JSON anew: what JavaScript cannot hold is lost": [
        "client/test_json_of_answers.py::test_a_number_that_json_cannot_hold_*[*-1e400-inf]",
        "client/test_json_of_answers.py::test_half_an_emoji_in_utf_8_*",
    ],
    "Prism adds the headers that a request lacks": [
        "client/test_headers_left_out.py::test_one_of_the_clients_own_is_left_out",
    ],
    "Prism follows redirects itself": [
        "client/test_call_faults.py::test_a_redirect_is_an_error_and_carries_nothing_elsewhere",
        "client/test_supplied_client.py::test_redirects_that_it_follows_carry_no_key_*",
        "client/test_what_errors_tell.py::test_a_key_that_the_service_echoes_is_in_no_part",
    ],
}
"""Tests that fail for what Prism cannot do. One that it learns fails here, and leaves the list."""


def reason_for(test: str, listed: dict[str, list[str]]) -> str | None:
    """Why a test, by its id below `tests/`, is listed; None if it is not."""
    found = [reason for reason, patterns in listed.items() if any(fits(p, test) for p in patterns)]
    return "; ".join(found) or None


def fits(pattern: str, test: str) -> bool:
    """Whether a pattern is for a test; that of `fnmatch` would take its brackets for more."""
    wanted = ".*".join(map(re.escape, pattern.split("*")))
    return re.fullmatch(rf"{wanted}(\[.*)?", test, re.DOTALL) is not None


def unused(tests: list[str]) -> list[str]:
    """The patterns that are for none of the tests."""
    listed = (*LEFT_OUT.values(), *OFFENDING.values(), *LIMITS.values())
    patterns = [pattern for entry in listed for pattern in entry]
    return [pattern for pattern in patterns if not any(fits(pattern, test) for test in tests)]
