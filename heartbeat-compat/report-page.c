// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdarg.h>

#include "heartbeat-compat/report-page.h"
#include "heartbeat-compat/report.h"

void eb_page_words(struct page *page, const char *text)
{
	g_autofree char *escaped = eb_markup(text);

	g_string_append(page->out, escaped);
}

void eb_page_wordsf(struct page *page, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	eb_page_words(page, text);
}

void eb_page_text(struct page *page, const char *tag, const char *class, const char *text)
{
	if (!text)
		return;
	if (class)
		g_string_append_printf(page->out, "<%s class=\"%s\">", tag, class);
	else
		g_string_append_printf(page->out, "<%s>", tag);
	eb_page_words(page, text);
	g_string_append_printf(page->out, "</%s>\n", tag);
}

void eb_page_open(struct page *page, const char *title, const char *style, const char *eyebrow)
{
	static const char top[] =
		"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
		"<meta name=\"color-scheme\" content=\"light dark\"/>\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		"style-src 'unsafe-inline'; img-src data:\"/>\n"
		"<link rel=\"icon\" href=\"data:,\"/>\n<title>";

	HTML(page, top);
	eb_page_wordsf(page, "%s: %s", page->plan->cluster, title);
	HTML(page, "</title>\n<style>\n");
	HTML(page, style);
	HTML(page, "</style>\n</head>\n<body>\n<header>\n");
	eb_page_text(page, "p", "eyebrow", eyebrow);
	eb_page_text(page, "h1", NULL, page->plan->cluster);
}

void eb_page_link(struct page *page, const struct eb_page_section *section)
{
	g_string_append_printf(page->out, "<a href=\"#%s\">%s</a>\n", section->id, section->title);
}

void eb_page_begin(struct page *page, const struct eb_page_section *section)
{
	g_string_append_printf(page->out, "<section id=\"%s\">\n", section->id);
	eb_page_text(page, "h2", NULL, section->title);
	eb_page_text(page, "p", "brief", section->brief);
}

char *eb_page_close(struct page *page)
{
	HTML(page, "</main>\n<footer>escapebeat " PACKAGE_VERSION "</footer>\n</body>\n</html>\n");
	return g_string_free(page->out, FALSE);
}
