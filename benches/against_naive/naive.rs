//! The naive index: Tantivy with jieba words and stored texts.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use jieba_rs::Jieba;
use tantivy::Index;
use tantivy::IndexWriter;
use tantivy::Searcher;
use tantivy::TantivyDocument;
use tantivy::Term;
use tantivy::collector::Count;
use tantivy::collector::TopDocs;
use tantivy::query::BooleanQuery;
use tantivy::query::EmptyQuery;
use tantivy::query::Occur;
use tantivy::query::PhraseQuery;
use tantivy::query::Query;
use tantivy::query::RangeQuery;
use tantivy::query::TermQuery;
use tantivy::schema::FAST;
use tantivy::schema::Field;
use tantivy::schema::INDEXED;
use tantivy::schema::IndexRecordOption;
use tantivy::schema::Schema;
use tantivy::schema::TextFieldIndexing;
use tantivy::schema::TextOptions;
use tantivy::tokenizer::LowerCaser;
use tantivy::tokenizer::TextAnalyzer;
use tantivy::tokenizer::Token;
use tantivy::tokenizer::TokenStream;
use tantivy::tokenizer::Tokenizer;

use crate::corpus_lines::Text;
use crate::queries::Asked;
use crate::table::Spent;

/// The index and how long it took.
pub(crate) struct Naive {
    pub(crate) folder: PathBuf,
    pub(crate) spent: Spent,
    searcher: Searcher,
    jieba: Arc<Jieba>,
    text: Field,
    year: Field,
}

impl Naive {
    /// Builds it with a thread for each core.
    pub(crate) fn build(texts: &[Text], folder: &Path) -> anyhow::Result<Naive> {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("jieba")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let words = TextOptions::default().set_indexing_options(indexing).set_stored();
        let title = schema.add_text_field("title", words.clone());
        let text = schema.add_text_field("text", words);
        let year = schema.add_i64_field("year", FAST | INDEXED);
        fs::create_dir_all(folder)?;
        let index = Index::create_in_dir(folder, schema.build())?;
        let jieba = Arc::new(Jieba::new());
        let words = Words { jieba: Arc::clone(&jieba), tokens: Vec::new() };
        index.tokenizers().register("jieba", TextAnalyzer::builder(words).filter(LowerCaser).build());
        let threads = thread::available_parallelism().map_or(1, usize::from).min(8);
        let spent = Spent::by(|| {
            let mut writer: IndexWriter = index.writer_with_num_threads(threads, (400 << 20) * threads)?;
            for one in texts {
                let mut row = TantivyDocument::new();
                row.add_text(title, &one.title);
                row.add_text(text, &one.text);
                row.add_i64(year, i64::from(one.year));
                writer.add_document(row)?;
            }
            writer.commit()?;
            Ok(writer.wait_merging_threads()?)
        })?;
        let searcher = index.reader()?.searcher();
        Ok(Naive { folder: folder.to_owned(), spent, searcher, jieba, text, year })
    }

    /// Returns how many documents it finds, having ranked the ten best.
    pub(crate) fn search(&self, asked: &Asked) -> anyhow::Result<u64> {
        let query: Box<dyn Query> = match asked {
            Asked::Phrase(phrase) => self.phrase(phrase),
            Asked::All(words) => self.words(words, Occur::Must),
            Asked::Any(words) => self.words(words, Occur::Should),
            Asked::WordIn(word, first, last) => {
                let bound = |year: i16| Term::from_field_i64(self.year, i64::from(year));
                let years = RangeQuery::new(
                    std::ops::Bound::Included(bound(*first)),
                    std::ops::Bound::Included(bound(*last)),
                );
                Box::new(BooleanQuery::new(vec![
                    (Occur::Must, self.phrase(word)),
                    (Occur::Must, Box::new(years) as Box<dyn Query>),
                ]))
            }
        };
        let (_, count) = self.searcher.search(&*query, &(TopDocs::with_limit(10).order_by_score(), Count))?;
        Ok(count as u64)
    }

    fn words(&self, words: &[String], occur: Occur) -> Box<dyn Query> {
        Box::new(BooleanQuery::new(words.iter().map(|word| (occur, self.phrase(word))).collect()))
    }

    /// The words that jieba cuts a string into, one behind the other.
    fn phrase(&self, phrase: &str) -> Box<dyn Query> {
        let words = self.jieba.cut(phrase, false);
        let terms: Vec<Term> =
            words.iter().map(|token| Term::from_field_text(self.text, &token.word.to_lowercase())).collect();
        match terms.as_slice() {
            [] => Box::new(EmptyQuery),
            [only] => Box::new(TermQuery::new(only.clone(), IndexRecordOption::WithFreqs)),
            _ => Box::new(PhraseQuery::new(terms)),
        }
    }
}

/// Cuts texts into words with jieba.
#[derive(Clone)]
struct Words {
    jieba: Arc<Jieba>,
    tokens: Vec<Token>,
}

struct WordStream<'a> {
    tokens: &'a mut [Token],
    next: usize,
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.tokens.clear();
        let mut from = 0;
        for (position, cut) in self.jieba.cut(text, false).into_iter().enumerate() {
            let to = from + cut.word.len();
            self.tokens.push(Token {
                offset_from: from,
                offset_to: to,
                position,
                text: cut.word.to_owned(),
                position_length: 1,
            });
            from = to;
        }
        WordStream { tokens: &mut self.tokens, next: 0 }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        self.next += 1;
        self.next <= self.tokens.len()
    }

    fn token(&self) -> &Token {
        &self.tokens[self.next - 1]
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.tokens[self.next - 1]
    }
}
