//! Chinese words in; how they are written in pinyin, without tones, and where their syllables end, out.

use pinyin::ToPinyinMulti;

/// Names of places whose characters are read otherwise there than in most words. Written by us from common knowledge.
const PLACES: &[(&str, &str)] = &[
    ("重庆", "chong qing"),
    ("长沙", "chang sha"),
    ("长春", "chang chun"),
    ("成都", "cheng du"),
    ("厦门", "xia men"),
    ("六安", "lu an"),
    ("六合", "lu he"),
    ("蚌埠", "beng bu"),
    ("亳州", "bo zhou"),
    ("涡阳", "guo yang"),
    ("歙县", "she xian"),
    ("枞阳", "zong yang"),
    ("铅山", "yan shan"),
    ("番禺", "pan yu"),
    ("大埔", "da bu"),
    ("东莞", "dong guan"),
    ("台州", "tai zhou"),
    ("乐清", "yue qing"),
    ("丽水", "li shui"),
    ("嵊州", "sheng zhou"),
    ("莘县", "shen xian"),
    ("东阿", "dong e"),
    ("单县", "shan xian"),
    ("牟平", "mu ping"),
    ("中牟", "zhong mu"),
    ("浚县", "xun xian"),
    ("长垣", "chang yuan"),
    ("荥阳", "xing yang"),
    ("荥经", "ying jing"),
    ("泌阳", "bi yang"),
    ("尉氏", "wei shi"),
    ("尉犁", "yu li"),
    ("乐亭", "lao ting"),
    ("蔚县", "yu xian"),
    ("井陉", "jing xing"),
    ("任丘", "ren qiu"),
    ("任县", "ren xian"),
    ("大城", "dai cheng"),
    ("洪洞", "hong tong"),
    ("繁峙", "fan shi"),
    ("解州", "hai zhou"),
    ("监利", "jian li"),
    ("黄陂", "huang pi"),
    ("宿迁", "su qian"),
    ("宿州", "su zhou"),
    ("筠连", "jun lian"),
    ("犍为", "qian wei"),
    ("什邡", "shi fang"),
    ("会稽", "kuai ji"),
    ("柞水", "zha shui"),
    ("吴堡", "wu bu"),
    ("巴彦淖尔", "ba yan nao er"),
    ("巴音郭楞", "ba yin guo leng"),
    ("阿拉善", "a la shan"),
    ("行唐", "xing tang"),
    ("隆尧", "long yao"),
    ("朝阳", "chao yang"),
    ("藏族", "zang zu"),
    ("西藏", "xi zang"),
];

/// The most readings of one word.
const MOST: usize = 4;

/// A reading: the syllables in a row, and their first letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) letters: String,
    pub(crate) initials: String,
    /// Where each syllable ends in the letters.
    pub(crate) ends: Vec<usize>,
}

impl Reading {
    /// Adds a syllable.
    fn with(&self, syllable: &str) -> Reading {
        let mut longer = self.clone();
        longer.letters.push_str(syllable);
        longer.initials.extend(syllable.chars().next());
        longer.ends.push(longer.letters.len());
        longer
    }

    /// Tells whether a syllable ends at each of some places, as far as the letters go.
    pub(crate) fn parts_at(&self, borders: &[usize]) -> bool {
        borders.iter().all(|border| *border == 0 || self.ends.contains(border))
    }
}

/// Returns the readings of a word, the usual one first; none when a character is not Chinese.
pub(crate) fn readings(word: &str) -> Vec<Reading> {
    let place = PLACES.iter().find(|(name, _)| word.starts_with(name));
    let (syllables, rest) = place.map_or(("", word), |(name, read)| (*read, &word[name.len()..]));
    let nothing = Reading { letters: String::new(), initials: String::new(), ends: Vec::new() };
    let mut readings = vec![syllables.split_whitespace().fold(nothing, |read, syllable| read.with(syllable))];
    for multi in rest.to_pinyin_multi() {
        let Some(multi) = multi else { return Vec::new() };
        let mut plain: Vec<String> = Vec::new();
        for reading in multi {
            let syllable = reading.plain().replace('ü', "v");
            if !plain.contains(&syllable) {
                plain.push(syllable);
            }
        }
        readings = plain
            .iter()
            .flat_map(|syllable| readings.iter().map(move |before| before.with(syllable)))
            .take(MOST)
            .collect();
    }
    readings.retain(|reading| !reading.letters.is_empty());
    readings
}

/// Tells whether two words are read alike, or with one letter more or less: 正兴 and 振兴.
pub(crate) fn sound_alike(one: &str, other: &str) -> bool {
    let others = readings(other);
    let is_alike = |one: &Reading| {
        others
            .iter()
            .any(|other| are_near(&one.letters, &other.letters) || are_near(&other.letters, &one.letters))
    };
    readings(one).iter().any(is_alike)
}

/// Tells whether letters are the same as others, but for one that may be too many.
fn are_near(longer: &str, letters: &str) -> bool {
    let same = longer.bytes().zip(letters.bytes()).take_while(|(one, other)| one == other).count();
    longer == letters
        || longer.len() == letters.len() + 1 && longer.as_bytes()[same + 1..] == letters.as_bytes()[same..]
}

#[cfg(test)]
mod tests {
    use super::readings;
    use super::sound_alike;

    #[track_caller]
    fn check(word: &str, letters: &str, initials: &str) {
        let readings = readings(word);
        assert!(readings.iter().any(|r| r.letters == letters && r.initials == initials), "{readings:?}");
    }

    #[test]
    fn words_are_read_in_every_usual_way() {
        check("法治", "fazhi", "fz");
        check("行政", "xingzheng", "xz");
        check("银行", "yinhang", "yh");
        check("绿色", "lvse", "ls");
        check("重庆市", "chongqingshi", "cqs");
        check("六安", "luan", "la");
        assert!(readings("a法").is_empty() && readings("").is_empty());
    }

    #[test]
    fn words_sound_alike_but_for_one_letter() {
        assert!(sound_alike("正兴", "振兴") && sound_alike("振兴", "正兴") && sound_alike("工做", "工作"));
        assert!(!sound_alike("新兴", "振兴") && !sound_alike("a", "振兴"));
    }

    #[test]
    fn a_reading_knows_where_its_syllables_end() {
        let parts = |word: &str, borders: &[usize]| readings(word)[0].parts_at(borders);
        assert!(parts("西安", &[2]) && parts("吉安市", &[2, 4]) && parts("重庆市", &[5, 9]));
        assert!(!parts("先", &[2]) && !parts("建设", &[2]));
    }
}
